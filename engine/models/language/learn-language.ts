import type { Runner } from '../../compute/program.ts';
import { cosineRate } from '../../compute/schedule.ts';
import { createRandom, type Random } from '../../core/random.ts';
import type { LanguageStats } from '../../encoders/text/language-stats.ts';
import type { CurvePoint, NetworkOptions } from '../sequence-model.ts';
import {
  batchesOf,
  type LanguageBatch,
  type LanguageItem,
  trainingBatches,
} from './language-batches.ts';
import { type LanguageTask, readLanguage } from './language-corpus.ts';
import { type LanguageData, languageData } from './language-data.ts';
import { writeRareRuns } from './language-guard.ts';
import { languageProgram } from './language-program.ts';
import { type LanguageShape, weightShapes } from './language-sizes.ts';
import type { LanguageWeights } from './language-step.ts';
import { writeWeights } from './language-weights.ts';

/** How to train. */
export interface LanguageOptions {
  readonly seed: number;
  /** What the curve calls the network, e.g. `event target`. */
  readonly name: string;
  readonly network: Pick<
    NetworkOptions,
    'engine' | 'threads' | 'maxMinutes' | 'maxEpochs' | 'seconds'
  >;
}

/** A language, and how its training went. */
export interface LearnedLanguage {
  readonly stats: LanguageStats;
  readonly curve: readonly CurvePoint[];
}

const RATE = { peak: 4e-3, floor: 2e-4 };
const WARM_UP = 20;
const PATIENCE = 4;
/** Epochs where no subject could be left out to say when to stop. */
const BLIND_EPOCHS = 15;
const SPREAD = 0.1;

/**
 * Learns to write the texts of a column; null where its templates leave too little to write.
 *
 * Training ends when texts of subjects that are not trained on get no likelier; the best weights are
 * kept. Equal seeds on equal engines give equal bytes.
 */
export async function learnLanguage(
  task: LanguageTask,
  options: LanguageOptions,
): Promise<LearnedLanguage | null> {
  const random = createRandom(options.seed, 'language', options.name);
  const corpus = readLanguage(task);
  const data = languageData(corpus, { k: task.k, random: random.split('split') });
  if (data === null) return null;
  const { weights, curve } = await trainNetwork(data, { ...options, random });
  const { pairs, tokens, templates, deciders } = data;
  const stats: LanguageStats = {
    ...pairs,
    tokens,
    templates,
    deciders,
    weights: writeWeights(weights),
    rareRuns: writeRareRuns(corpus.held, { k: task.k, salt: task.stats.salt }),
  };
  return { stats, curve };
}

interface Training extends LanguageOptions {
  readonly random: Random;
}

async function trainNetwork(data: LanguageData, options: Training) {
  const { engine, threads } = options.network;
  const initial = firstWeights(data, options.random.split('weights'));
  const program = languageProgram(data.shape, initial);
  const runner = await engine.open(program, { threads });
  try {
    return await runEpochs(runner, data, options);
  } finally {
    await runner.dispose();
  }
}

async function runEpochs(runner: Runner, data: LanguageData, options: Training) {
  const { random, name, network } = options;
  const validation = batchesOf(data.validation);
  const epochs =
    validation.length === 0 ? Math.min(BLIND_EPOCHS, network.maxEpochs) : network.maxEpochs;
  const began = network.seconds();
  const rateAt = schedule(data.training, epochs);
  let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, weights: new Map() as LanguageWeights };
  const curve: CurvePoint[] = [];
  let steps = 0;
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const batches = trainingBatches(data.training, random.split('epoch', epoch));
    const training = await trainEpoch(runner, batches, (step) => rateAt(steps + step));
    steps += batches.length;
    const loss = validation.length === 0 ? training : await evaluated(runner, validation);
    const seconds = network.seconds() - began;
    curve.push({ network: name, epoch, training, validation: loss, rate: rateAt(steps), seconds });
    if (loss < best.loss) best = { loss, epoch, weights: await weightsOf(runner, data.shape) };
    if (epoch - best.epoch >= PATIENCE || seconds > 60 * network.maxMinutes) break;
  }
  return { weights: best.weights, curve };
}

/** Steps are counted by what an epoch takes about. */
function schedule(items: readonly LanguageItem[], epochs: number): (step: number) => number {
  const random = createRandom(0, 'count');
  const perEpoch = trainingBatches(items, random).length;
  return (step) => cosineRate({ ...RATE, warmUp: WARM_UP, steps: epochs * perEpoch }, step);
}

/** Nats a token. */
async function trainEpoch(
  runner: Runner,
  batches: readonly LanguageBatch[],
  rateAt: (step: number) => number,
): Promise<number> {
  let [nats, tokens] = [0, 0];
  for (const [step, batch] of batches.entries()) {
    const rate = { shape: [], data: Float32Array.of(rateAt(step)) };
    const [result] = await runner.run('train', [{ ...batch.feed, rate }]);
    nats += result?.loss?.data[0] ?? 0;
    tokens += batch.tokens;
  }
  return nats / tokens;
}

async function evaluated(runner: Runner, batches: readonly LanguageBatch[]): Promise<number> {
  let [nats, tokens] = [0, 0];
  for (const batch of batches) {
    const [result] = await runner.run('evaluate', [batch.feed]);
    nats += result?.loss?.data[0] ?? 0;
    tokens += batch.tokens;
  }
  return nats / tokens;
}

async function weightsOf(runner: Runner, shape: LanguageShape): Promise<LanguageWeights> {
  const states = await runner.readStates();
  const names = Object.keys(weightShapes(shape));
  return new Map(names.map((name) => [name, states.get(name) ?? new Float32Array(0)]));
}

/** Small at random, layers by their width; the next token starts as frequent as it is. */
function firstWeights({ shape, training }: LanguageData, random: Random): LanguageWeights {
  return new Map(
    Object.entries(weightShapes(shape)).map(([name, size]) => {
      const isLayer = name === 'history' || name === 'deepen' || name === 'next';
      const spread = isLayer ? 1 / Math.sqrt(size[0] as number) : SPREAD;
      const length = size.reduce((product, one) => product * one, 1);
      if (name === 'nextBias') return [name, frequencies(training, shape.tokens)];
      if (size.length === 1) return [name, new Float32Array(length)];
      return [name, Float32Array.from({ length }, () => spread * random.normal())];
    }),
  );
}

function frequencies(items: readonly LanguageItem[], tokens: number): Float32Array {
  const counts = new Float32Array(tokens).fill(1);
  for (const { tokens: list, count } of items) {
    for (const one of [...list, 0]) counts[one] = (counts[one] ?? 0) + count;
  }
  const total = counts.reduce((sum, one) => sum + one, 0);
  return counts.map((one) => Math.log(one / total));
}
