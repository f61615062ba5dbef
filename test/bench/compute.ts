/**
 * Our compute engines beside PyTorch on the same models, weights and batches, turn by turn; run by
 * `npm run bench:compute -- [--model NAME] [--engine NAME] [--threads 2] [--rounds 7] [--seconds 1.5] [--quick]
 * [--json]`. See test/bench/README.md.
 *
 * `--first-step` is what the program asks of itself in a process of its own.
 */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { BENCH_ENGINES } from './compute/bench-engines.ts';
import { BENCH_MODELS } from './compute/bench-models.ts';
import { firstStep } from './compute/first-step.ts';
import { measureModel } from './compute/measure-model.ts';
import { printedModel } from './compute/print-model.ts';
import { startTwin } from './compute/twin.ts';

/** Load by core above which threads that wait for each other are slowed more than others. */
const BUSY = 0.3;

const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true, default: Object.keys(BENCH_MODELS) },
    engine: { type: 'string', multiple: true, default: BENCH_ENGINES.map(({ name }) => name) },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'first-step': { type: 'boolean', default: false },
  },
});
const engines = BENCH_ENGINES.filter(({ name }) => values.engine.includes(name));
const models = values.model.flatMap((name) => {
  const build = BENCH_MODELS[name];
  return build === undefined ? [] : [{ name, build }];
});
if (engines.length === 0 || models.length === 0) {
  console.error(
    `models: ${Object.keys(BENCH_MODELS)}; engines: ${BENCH_ENGINES.map(({ name }) => name)}`,
  );
  process.exit(2);
}

if (values['first-step']) {
  for (const engine of engines) {
    for (const { build } of models) console.log(JSON.stringify(await firstStep(engine, build)));
  }
} else {
  const twin = await startTwin();
  if ('missing' in twin) {
    console.error(
      `!! no PyTorch beside us: ${twin.missing}; ratios and checks of losses are left out`,
    );
  }
  const [load = 0] = loadavg();
  if (load > BUSY * availableParallelism()) {
    console.error(
      `!! the machine is busy (load ${load.toFixed(1)}): ratios of two threads mean little`,
    );
  }
  const options = {
    threads: Number(values.threads),
    rounds: Number(values.rounds ?? (values.quick ? 3 : 7)),
    seconds: Number(values.seconds ?? (values.quick ? 0.5 : 1.5)),
    isThorough: !values.quick,
    engines,
    twin: 'missing' in twin ? null : twin,
  };
  const results: Awaited<ReturnType<typeof measureModel>>[] = [];
  for (const { name, build } of models) {
    const result = await measureModel(name, build, options);
    results.push(result);
    if (!values.json) console.log(printedModel(result).join('\n'));
  }
  if (values.json) console.log(JSON.stringify(results, null, 2));
  if (!('missing' in twin)) twin.close();
}
