import type { ComputeEngine, Feed } from '../../../engine/compute/program.ts';
import type { BenchModel } from './bench-model.ts';
import type { Side, Spent } from './side.ts';

/** Training steps that one call does. */
const STEPS_A_CALL = 8;

/** What opens a model on one of our engines. */
export interface OurSideOptions {
  readonly name: string;
  readonly threads: number;
  readonly isSlow: boolean;
}

/** A model on one of our engines. */
export async function openOurSide(
  model: BenchModel,
  engine: ComputeEngine,
  { name, threads, isSlow }: OurSideOptions,
): Promise<Side> {
  const runner = await engine.open(model.program, { threads });
  let done = 0;
  const nextFeeds = (count: number): readonly Feed[] =>
    Array.from({ length: count }, (_, at) => batchAt(model, done + at));
  const train = async (steps: number) => {
    const losses: number[] = [];
    const spent = startWatch();
    for (let left = steps; left > 0; left -= STEPS_A_CALL) {
      const feeds = nextFeeds(Math.min(left, STEPS_A_CALL));
      done += feeds.length;
      for (const { loss } of await runner.run('train', feeds)) losses.push(loss?.data[0] ?? NaN);
    }
    return { ...spent(), losses };
  };
  const draw = () => runner.run('sample', model.draws);
  const { drawn, steps } = model.setting;
  return {
    name,
    isSlow,
    train,
    sample: async (times) => {
      const spent = startWatch();
      for (let time = 0; time < times; time += 1) await draw();
      return { ...spent(), rows: times * drawn * steps };
    },
    codes: async () => (await draw()).flatMap(({ codes }) => [...(codes?.data ?? [])]),
    close: () => runner.dispose(),
  };
}

function batchAt({ batches }: BenchModel, step: number): Feed {
  const feed = batches[step % batches.length];
  if (feed === undefined) throw new Error('bench: a model without batches');
  return feed;
}

/** @returns what was spent since */
function startWatch(): () => Spent {
  const [start, work] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(work);
    return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}
