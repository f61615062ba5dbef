import { atLeast, atMost, type Figure, type Target } from './figure.ts';
import { keysAt, numberAt, type Run } from './open-run.ts';
import { TARGETS } from './targets.ts';

const GROUP = '10 speed';

/** Seconds, rows a second and memory of the stages that make rows. */
export function speedFigures({ manifest, table, schema }: Run): readonly Figure[] {
  const seconds = (stage: string) => numberAt(manifest, 'stages', stage, 'seconds');
  const original = schema.tables.reduce(
    (sum, { name }) => sum + (table(name)?.original.rows ?? 0),
    0,
  );
  const made = ['stages', 'generate', 'outputs', 'rows'] as const;
  const synthetic = keysAt(manifest, ...made).reduce(
    (sum, name) => sum + (numberAt(manifest, ...made, name) ?? 0),
    0,
  );
  const [training, generation] = [seconds('train'), seconds('generate')];
  const peaks = ['train', 'generate'].map((stage) =>
    numberAt(manifest, 'stages', stage, 'peakMemoryMib'),
  );
  const rate = (rows: number, time: number | null) => (time === null ? null : rows / time);
  return [
    speed(
      'training, s',
      training,
      atMost(TARGETS.trainingSeconds),
      `${original} rows of the original`,
    ),
    speed(
      'generation, rows/s',
      rate(synthetic, generation),
      atLeast(TARGETS.rowsPerSecond),
      `${synthetic} rows in ${generation} s, storage included`,
    ),
    speed('peak memory of training, MiB', peaks[0] ?? null, atMost(TARGETS.peakMemoryMib)),
    speed('peak memory of generation, MiB', peaks[1] ?? null, atMost(TARGETS.peakMemoryMib)),
  ];
}

function speed(name: string, value: number | null, target: Target | null, note?: string): Figure {
  const figure = { group: GROUP, name, value, ceiling: null, floor: null, target };
  return note === undefined ? figure : { ...figure, note };
}
