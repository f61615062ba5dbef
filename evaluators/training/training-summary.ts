import type { AccountFacts, EpochFact, StopReason } from './training-facts.ts';

/** A network's training at a glance. */
export interface NetworkSummary {
  readonly name: string;
  readonly epochs: number;
  /** The epoch whose weights are the best by validation. */
  readonly bestEpoch: number;
  /** Nats a row at that epoch. */
  readonly validation: number;
  readonly training: number;
  readonly seconds: number;
  /** Null where nothing was said. */
  readonly stopped: StopReason | null;
  readonly curve: readonly Omit<EpochFact, 'network'>[];
}

/** Networks in the order in which their first epochs stand. */
export function summariseNetworks({ curve, stopped }: AccountFacts): readonly NetworkSummary[] {
  const names = [...new Set(curve.map(({ network }) => network))];
  return names.map((name) => {
    const points = curve
      .filter(({ network }) => network === name)
      .map(({ network: _network, ...point }) => point);
    const best = points.reduce((one, other) => (other.validation < one.validation ? other : one));
    return {
      name,
      epochs: points.length,
      bestEpoch: best.epoch,
      validation: best.validation,
      training: best.training,
      seconds: points.reduce((sum, { seconds }) => sum + seconds, 0),
      stopped: stopped[name] ?? null,
      curve: points,
    };
  });
}
