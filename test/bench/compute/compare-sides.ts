import { median } from '../generation-figures/laws.ts';
import type { Side, Spent } from './side.ts';

/** How long the sides are measured. */
export interface CompareOptions {
  readonly rounds: number;
  /** Of a side's turn, at least. */
  readonly seconds: number;
  /** Rounds that slow sides take part in. */
  readonly slowRounds: number;
}

/** How quick a side is at one thing, as medians over rounds. */
export interface Pace {
  /** Steps or rows a second. */
  readonly perSecond: number;
  /** Over the first side's of the same round; null for that one itself. */
  readonly ratio: number | null;
  /** The same by seconds of processor time: for a busy machine, and one thread on both sides. */
  readonly cpuRatio: number | null;
}

/** What was measured of a side. */
export interface SideFigures {
  readonly name: string;
  readonly training: Pace;
  readonly drawing: Pace;
}

/** Of a turn. */
interface Rate {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

interface Rates {
  readonly training: Rate[];
  readonly drawing: Rate[];
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
  const turns = sides.map((side) => ({ side, rates: emptyRates() }));
  const sizes = new Map<Side, TurnSize>();
  for (const side of sides) sizes.set(side, await turnSize(side, options.seconds));
  for (let round = 0; round < options.rounds; round += 1) {
    const order = [...turns.slice(round % turns.length), ...turns.slice(0, round % turns.length)];
    for (const { side, rates } of order) {
      if (side.isSlow && round >= options.slowRounds) continue;
      const { steps, times } = sizes.get(side) ?? { steps: 1, times: 1 };
      rates.training.push(rateOf(steps, await side.train(steps)));
      const drawn = await side.sample(times);
      rates.drawing.push(rateOf(drawn.rows, drawn));
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
  return { training: [], drawing: [] };
}

function rateOf(done: number, { seconds, cpuSeconds }: Spent): Rate {
  return { perSecond: done / seconds, perCpuSecond: done / cpuSeconds };
}

function figuresOf(name: string, own: Rates, first: Rates): SideFigures {
  const pace = (of: keyof Rates): Pace => {
    const ratio = (by: keyof Rate) =>
      own === first
        ? null
        : median(own[of].map((rate, round) => rate[by] / (first[of][round]?.[by] ?? NaN)));
    return {
      perSecond: median(own[of].map(({ perSecond }) => perSecond)),
      ratio: ratio('perSecond'),
      cpuRatio: ratio('perCpuSecond'),
    };
  };
  return { name, training: pace('training'), drawing: pace('drawing') };
}
