import type { ClockOffset, KindOffset, SensorOffset } from '../pipeline/ports.ts';

/** What to take off the stamps of one event type of a host in [fromUs, toUs) of its own clock. */
export interface ClockCorrection {
  readonly host: string;
  readonly eventType: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly offsetUs: number;
}

const EVER = 8_000_000_000_000_000;

/**
 * Lays the linker's offsets out as spans that the database can join by.
 *
 * A host's offset changes at the `fromUs` of its estimates, on the clock of its network events; an
 * event type whose clock runs `shiftUs` ahead of that one changes `shiftUs` later.
 */
export function clockCorrections(
  kinds: readonly KindOffset[],
  offsets: readonly ClockOffset[],
  sensorOffset: SensorOffset,
): ClockCorrection[] {
  return kinds.flatMap(({ host, eventType, shiftUs }) => {
    const changes = offsets
      .filter((one) => one.host === host)
      .map((one) => one.fromUs + shiftUs)
      .sort((a, b) => a - b)
      .slice(1);
    const edges = [-EVER, ...changes, EVER];
    return edges.slice(0, -1).map((fromUs, place) => ({
      host,
      eventType,
      fromUs,
      toUs: edges[place + 1] ?? EVER,
      offsetUs: Math.round(sensorOffset(host, eventType, fromUs)),
    }));
  });
}
