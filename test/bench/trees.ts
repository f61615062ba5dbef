/**
 * `npx tsx test/bench/trees.ts [ROWS] [THREADS]`: trees on made codes of 12 variables and about 150
 * features: seconds to train, draws a second of one thread, size and bytes of the saved model.
 */
import { createHash } from 'node:crypto';
import { createRandom, type Random } from '../../engine/core/random.ts';
import type { CodeSpace, RecordCodes, VariableSpec } from '../../engine/models/code-space.ts';
import type { SavedModel, SequenceModel } from '../../engine/models/sequence-model.ts';
import { trees } from '../../engine/models/trees/trees.ts';

const ROWS = Number(process.argv[2] ?? 500_000);
const THREADS = Number(process.argv[3] ?? 2);
const DRAWS = 1_000_000;

/** Codes of each variable of a row; the larger ones have an order. */
const CARDINALITIES = [3, 8, 120, 6, 1200, 100, 12, 102, 2000, 60, 5, 110, 40, 100];
const GIVEN = 2;
const OWNER = 24;
const ACTIVITY = 20;

const variable = (name: string, cardinality: number, given: boolean): VariableSpec => ({
  name,
  cardinality,
  given,
  anchor: given ? -1 : 0,
  guarded: !given && cardinality > 20,
  guard: cardinality <= 8,
  ...(cardinality > 50 && cardinality < 1000
    ? { order: Array.from({ length: cardinality - 2 }, (_, at) => at + 2) }
    : {}),
});

const given = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) =>
    variable(`${name} ${at}`, at % 3 === 0 ? 100 : 12, true),
  );

const VIEWS = ['self', 'lag 1', 'lag 2', 'first', 'sibling 1', 'sibling 2', 'sibling 3'];

const SPACE: CodeSpace = [
  {
    name: 'owner',
    variables: given('owner', OWNER),
    views: [{ name: 'self', record: 0, from: 0 }],
  },
  {
    name: 'activity',
    variables: given('activity', ACTIVITY),
    views: [{ name: 'self', record: 1, from: 0 }],
  },
  {
    name: 'row',
    variables: CARDINALITIES.map((one, at) => variable(`row ${at}`, one, at < GIVEN)),
    views: [
      ...VIEWS.map((name) => ({ name, record: 2, from: 0 })),
      { name: 'owner', record: 0, from: 0 },
      { name: 'activity', record: 1, from: 0 },
      { name: 'last activity', record: 1, from: 0 },
    ],
  },
];

const shorts = (length: number) => new Uint16Array(new SharedArrayBuffer(length * 2));
const ints = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4));

/** Subjects of 1 to a few hundred rows; about two rows an activity. */
function layOut(random: Random) {
  const subjects = ints(ROWS);
  const activities = ints(ROWS);
  let [subject, activity, left] = [-1, -1, 0];
  for (let row = 0; row < ROWS; row += 1) {
    if (left === 0) {
      subject += 1;
      left = 1 + Math.floor(10 * random.next() ** -0.6);
      activity += 1;
    } else if (random.next() < 0.5) activity += 1;
    left -= 1;
    subjects[row] = subject;
    activities[row] = activity;
  }
  return { subjects, activities, owners: subject + 1, allActivities: activity + 1 };
}

function randomCodes(rows: number, specs: readonly VariableSpec[], random: Random): Uint16Array[] {
  return specs.map(({ cardinality }) => {
    const codes = shorts(rows);
    const bend = 1 + random.integer(3);
    for (let row = 0; row < rows; row += 1) {
      codes[row] = 2 + Math.floor((cardinality - 2) * random.next() ** bend);
    }
    return codes;
  });
}

function makeData(random: Random): readonly RecordCodes[] {
  const { subjects, activities, owners, allActivities } = layOut(random);
  const specs = SPACE.map((one) => one.variables);
  const owner = randomCodes(owners, specs[0] ?? [], random);
  const activity = randomCodes(allActivities, specs[1] ?? [], random);
  const codes = randomCodes(ROWS, specs[2] ?? [], random);
  const back = (rows: number) => {
    const view = ints(ROWS);
    for (let row = 0; row < ROWS; row += 1) {
      view[row] = row >= rows && subjects[row - rows] === subjects[row] ? row - rows : -1;
    }
    return view;
  };
  const lastActivity = ints(ROWS).map((_, row) => (activities[row] as number) - 1);
  const views = [new Int32Array(0), back(1), back(2), back(3), back(4), back(5), back(6)];
  tie(codes, { subjects, activities, owner, activity, random });
  const plain = (rows: number, all: Uint16Array[]): RecordCodes => ({
    rows,
    subjects: ints(rows).map((_, row) => row),
    codes: all,
    views: [new Int32Array(0)],
  });
  return [
    plain(owners, owner),
    plain(allActivities, activity),
    { rows: ROWS, subjects, codes, views: [...views, subjects, activities, lastActivity] },
  ];
}

interface Sources {
  readonly subjects: Int32Array;
  readonly activities: Int32Array;
  readonly owner: readonly Uint16Array[];
  readonly activity: readonly Uint16Array[];
  readonly random: Random;
}

/** Most codes follow, with noise, from the variable before, the row before, the owner or the activity. */
function tie(codes: readonly Uint16Array[], of: Sources): void {
  const { subjects, activities, owner, activity, random } = of;
  for (let row = 0; row < ROWS; row += 1) {
    for (let at = GIVEN; at < codes.length; at += 1) {
      const own = codes[at] as Uint16Array;
      const width = (CARDINALITIES[at] as number) - 2;
      const luck = random.next();
      const causes = [
        (codes[at - 1] as Uint16Array)[row] as number,
        row === 0 ? 2 : (own[row - 1] as number),
        (owner[at] as Uint16Array)[subjects[row] as number] as number,
        (activity[at % ACTIVITY] as Uint16Array)[activities[row] as number] as number,
      ];
      if (luck > 0.8) continue;
      const cause = causes[Math.floor(luck * 5)] as number;
      const near = cause * 7 + at + Math.floor(3 * random.next());
      own[row] = 2 + (near % width);
    }
  }
}

function bytesOf({ tensors }: SavedModel): number {
  return [...tensors.values()].reduce((sum, one) => sum + one.byteLength, 0);
}

function digest({ record, tensors }: SavedModel): string {
  const hash = createHash('sha256').update(JSON.stringify(record));
  for (const one of tensors.values())
    hash.update(new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
  return hash.digest('hex').slice(0, 16);
}

/** Frames of training rows, each with its views, as a sampler would show them. */
function drawAll(model: SequenceModel, data: readonly RecordCodes[]): number {
  const own = data[2] as RecordCodes;
  const width = 32;
  const frames = Array.from({ length: 256 }, (_, one) => {
    const row = Math.floor((one * own.rows) / 256);
    const views = SPACE[2]?.views ?? [];
    const frame = new Int32Array(width * (views.length + 1));
    const places = views.map((view, index) => {
      const shown = index === 0 ? row : (own.views[index]?.[row] ?? -1);
      if (shown < 0) return 0;
      for (const [at, all] of (data[view.record]?.codes ?? []).entries()) {
        frame[width * (index + 1) + at] = all[shown] ?? 0;
      }
      return width * (index + 1);
    });
    return { codes: frame, at: Int32Array.from(places), epoch: 0 };
  });
  const random = createRandom(7);
  const drawn = CARDINALITIES.length - GIVEN;
  const started = process.cpuUsage();
  for (let one = 0; one < DRAWS; one += 1) {
    const frame = frames[one & 255] as (typeof frames)[number];
    const at = GIVEN + (one % drawn);
    frame.codes[width + at] = model.draw(2, at, frame, random);
  }
  return DRAWS / (process.cpuUsage(started).user / 1e6);
}

const data = makeData(createRandom(1));
const features = SPACE[2]?.views.reduce(
  (sum, view) => sum + (SPACE[view.record]?.variables.length ?? 0),
  0,
);
const started = performance.now();
const busy = process.cpuUsage();
const model = await trees.train(SPACE, data, {
  seed: 1,
  leastRows: 10,
  leastSubjects: 5,
  workers: THREADS,
  onProgress: () => undefined,
});
const seconds = (performance.now() - started) / 1000;
const cpu = process.cpuUsage(busy).user / 1e6;
const saved = model.save();
drawAll(model, data);
const rate = drawAll(model, data);
console.log(`${ROWS} rows, ${features} features at most, ${THREADS} threads`);
console.log(
  `train ${seconds.toFixed(1)} s (processor ${cpu.toFixed(1)} s); draw ${(rate / 1e6).toFixed(2)}M/s a thread`,
);
const leaves = [...(saved.tensors.get('2.sizes') ?? [])].length;
console.log(`${leaves} leaves, ${(bytesOf(saved) / 1e6).toFixed(1)} MB, sha256 ${digest(saved)}`);
