import { median } from '../generation-figures/laws.ts';
import type { Side } from './side.ts';

/** How long the sides are measured. */
export interface CompareOptions {
  readonly rounds: number;
  /** Of a side's turn, at least. */
  readonly seconds: number;
  /** Rounds that slow sides take part in. */
  readonly slowRounds: number;
}

/** Medians over rounds. */
export interface SideFigures {
  readonly name: string;
  readonly stepsPerSecond: number;
  /** Over the first side's of the same round; null for that one itself. */
  readonly trainRatio: number | null;
  readonly rowsPerSecond: number;
  readonly sampleRatio: number | null;
}

interface Rates {
  readonly training: number[];
  readonly sampling: number[];
}

/**
 * Trains and draws turn by turn: every round each side once, so that a busy machine slows all alike.
 *
 * Sides go round in turn about who begins. Ratios are to the first side, within a round.
 */
export async function compareSides(
  sides: readonly Side[],
  options: CompareOptions,
): Promise<readonly SideFigures[]> {
  const turns = await Promise.all(sides.map((side) => ({ side, rates: emptyRates() })));
  const sizes = new Map<Side, TurnSize>();
  for (const side of sides) sizes.set(side, await turnSize(side, options.seconds));
  for (let round = 0; round < options.rounds; round += 1) {
    const order = [...turns.slice(round % turns.length), ...turns.slice(0, round % turns.length)];
    for (const { side, rates } of order) {
      if (side.isSlow && round >= options.slowRounds) continue;
      const { steps, times } = sizes.get(side) ?? { steps: 1, times: 1 };
      rates.training.push(steps / (await side.train(steps)).seconds);
      const { rows, seconds } = await side.sample(times);
      rates.sampling.push(rows / seconds);
    }
  }
  return turns.map(({ side, rates }) => figuresOf(side.name, rates, turns[0]?.rates ?? rates));
}

interface TurnSize {
  readonly steps: number;
  readonly times: number;
}

/** How much a side does in a turn, found by warm runs of it. */
async function turnSize(side: Side, seconds: number): Promise<TurnSize> {
  const wanted = (spent: number, of: number) => Math.max(1, Math.round((of * seconds) / spent));
  const first = await side.train(1);
  if (side.isSlow) return { steps: wanted(first.seconds, 1), times: 1 };
  await side.sample(1);
  const [trained, drawn] = [await side.train(8), await side.sample(1)];
  const steps = 8 * Math.ceil(wanted(trained.seconds, 8) / 8);
  return { steps, times: wanted(drawn.seconds, 1) };
}

function emptyRates(): Rates {
  return { training: [], sampling: [] };
}

function figuresOf(name: string, own: Rates, first: Rates): SideFigures {
  const ratio = (of: 'training' | 'sampling') =>
    own === first ? null : median(own[of].map((rate, round) => rate / (first[of][round] ?? NaN)));
  return {
    name,
    stepsPerSecond: median(own.training),
    trainRatio: ratio('training'),
    rowsPerSecond: median(own.sampling),
    sampleRatio: ratio('sampling'),
  };
}
