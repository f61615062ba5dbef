/**
 * Our random forest beside scikit-learn's on the same rows and splits, turn by turn; run by
 * `npx tsx test/bench/random-forest.ts [--json] [--rounds 5] [--trees 100] [--large]`.
 *
 * Needs the labelled captures (ENTWINE_DATA) and python3 with scikit-learn, which gets one thread.
 * Every round uses another split; ratios are ours over theirs within a round, so that a busy
 * machine slows both. The first round also pays for compiling our code.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createRandom } from '../../engine/core/random.ts';
import { concatRows, type FeatureMatrix } from '../../evaluators/learners/feature-matrix.ts';
import { classColumn } from '../../evaluators/learners/learner.ts';
import { averagePrecision, rocAuc } from '../../evaluators/learners/learner-scores.ts';
import { trainForestClassifier } from '../../evaluators/learners/random-forest.ts';
import {
  hasLabelledSets,
  LABELLED_SETS,
  type LabelledSplit,
  readLabelledSplit,
} from '../integration/captures/learners-labelled-sets.ts';

interface Figures {
  readonly fit: number;
  readonly predict: number;
  readonly auc: number;
  readonly averagePrecision: number;
}

interface Peer {
  ask(order: Readonly<Record<string, unknown>>): Promise<Figures>;
  close(): void;
}

function openPeer(): Peer {
  const script = join(import.meta.dirname, 'random_forest_peer.py');
  const environment = { ...process.env, OMP_NUM_THREADS: '1' };
  const child: ChildProcessWithoutNullStreams = spawn('python3', [script], { env: environment });
  child.stderr.pipe(process.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ready = lines.next();
  return {
    ask: async (order) => {
      await ready;
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return JSON.parse((await lines.next()).value ?? '{}') as Figures;
    },
    close: () => child.stdin.end(),
  };
}

async function measureOurs(split: LabelledSplit, seed: number, trees: number): Promise<Figures> {
  const random = createRandom(seed, 'forest');
  const start = performance.now();
  const forest = await trainForestClassifier(split.training, split.trainingLabels, {
    classes: 2,
    trees,
    random,
  });
  const fitted = performance.now();
  const scores = classColumn(forest.probabilities(split.holdout), 2, 1);
  const done = performance.now();
  return {
    fit: (fitted - start) / 1000,
    predict: (done - fitted) / 1000,
    auc: rocAuc(scores, split.holdoutLabels),
    averagePrecision: averagePrecision(scores, split.holdoutLabels),
  };
}

function writeSplit(folder: string, split: LabelledSplit): void {
  const { rows, columns } = concatRows(split.training, split.holdout);
  writeFileSync(
    join(folder, 'columns.f64'),
    Buffer.concat(columns.map((one) => Buffer.from(one.buffer))),
  );
  const labels = Uint8Array.from([...split.trainingLabels, ...split.holdoutLabels]);
  writeFileSync(join(folder, 'labels.u8'), labels);
  const shape = { rows, training: split.training.rows, features: columns.length };
  writeFileSync(join(folder, 'shape.json'), JSON.stringify(shape));
}

/** The rows of a split many times over, jittered, so that large sets can be timed too. */
function enlarged(split: LabelledSplit, times: number): LabelledSplit {
  const random = createRandom(3, 'jitter');
  const grow = (features: FeatureMatrix): FeatureMatrix => ({
    ...features,
    rows: features.rows * times,
    columns: features.columns.map((column) =>
      Float64Array.from({ length: column.length * times }, (_, at) => {
        const value = column[at % column.length] as number;
        return Math.round(value * (1 + 0.05 * random.normal()));
      }),
    ),
  });
  const repeat = (labels: Int32Array) =>
    Int32Array.from({ length: labels.length * times }, (_, at) => labels[at % labels.length] ?? 0);
  return {
    training: grow(split.training),
    trainingLabels: repeat(split.trainingLabels),
    holdout: grow(split.holdout),
    holdoutLabels: repeat(split.holdoutLabels),
  };
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((one, other) => one - other);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
};

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

interface Case {
  readonly name: string;
  split(seed: number): LabelledSplit;
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    trees: { type: 'string', default: '100' },
    large: { type: 'boolean', default: false },
  },
});

const cases: Case[] = LABELLED_SETS.flatMap((name) =>
  [true, false].map((ports) => ({
    name: ports ? name : `${name}, no ports`,
    split: (seed: number) => readLabelledSplit(name, { ports, seed }),
  })),
);
if (options.large) {
  const split = (seed: number) => enlarged(readLabelledSplit('zeek', { ports: true, seed }), 10);
  cases.push({ name: 'zeek x 10, jittered', split });
}

async function compare(one: Case, peer: Peer, folder: string) {
  const trees = Number(options.trees);
  const rounds: { ours: Figures; theirs: Figures }[] = [];
  let rows = 0;
  for (let seed = 0; seed < Number(options.rounds); seed += 1) {
    const split = one.split(seed);
    rows = split.training.rows;
    writeSplit(folder, split);
    const order = { folder, seed, trees, jobs: 1 };
    const ours = seed % 2 === 0 ? await measureOurs(split, seed, trees) : null;
    const theirs = await peer.ask(order);
    rounds.push({ theirs, ours: ours ?? (await measureOurs(split, seed, trees)) });
  }
  const total = ({ fit, predict }: Figures) => fit + predict;
  return {
    name: one.name,
    rows,
    aucOurs: mean(rounds.map(({ ours }) => ours.auc)),
    aucTheirs: mean(rounds.map(({ theirs }) => theirs.auc)),
    precisionOurs: mean(rounds.map(({ ours }) => ours.averagePrecision)),
    precisionTheirs: mean(rounds.map(({ theirs }) => theirs.averagePrecision)),
    secondsOurs: median(rounds.map(({ ours }) => total(ours))),
    secondsTheirs: median(rounds.map(({ theirs }) => total(theirs))),
    fitRatio: median(rounds.map(({ ours, theirs }) => ours.fit / theirs.fit)),
    totalRatio: median(rounds.map(({ ours, theirs }) => total(ours) / total(theirs))),
  };
}

if (hasLabelledSets()) {
  const peer = openPeer();
  const folder = mkdtempSync(join(tmpdir(), 'random-forest-'));
  const results: Awaited<ReturnType<typeof compare>>[] = [];
  for (const one of cases) results.push(await compare(one, peer, folder));
  peer.close();
  rmSync(folder, { recursive: true });
  if (options.json) console.log(JSON.stringify(results));
  else {
    console.log(
      'set                    rows   AUC ours  theirs   AP ours  theirs   s ours  theirs   ratio fit  total',
    );
    for (const result of results) {
      const { name, rows, ...figures } = result;
      const cells = Object.values(figures).map((value) => value.toFixed(4).padStart(8));
      console.log(name.padEnd(20), String(rows).padStart(6), ...cells);
    }
  }
}
