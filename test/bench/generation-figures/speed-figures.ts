import { atLeast, atMost, type Figure, type Target } from './figure.ts';
import { keysAt, numberAt, type Run } from './open-run.ts';
import { TARGETS } from './targets.ts';

const GROUP = '10 speed';

/** Seconds, rows a second and memory of the stages that make rows. */
export function speedFigures({ report, manifest }: Run): readonly Figure[] {
  const seconds = (stage: string) => numberAt(manifest, 'stages', stage, 'seconds');
  const original = rowsOf(report, 'original');
  const synthetic = rowsOf(report, 'synthetic');
  const [trained, made] = [seconds('train'), seconds('generate')];
  const peaks = ['train', 'generate'].map((stage) =>
    numberAt(manifest, 'stages', stage, 'peakMemoryMib'),
  );
  const rate = (rows: number, time: number | null) => (time === null ? null : rows / time);
  return [
    speed(
      'training, s',
      trained,
      atMost(TARGETS.trainingSeconds),
      `${original} rows of the original`,
    ),
    speed(
      'generation, rows/s',
      rate(synthetic, made),
      atLeast(TARGETS.rowsPerSecond),
      `${synthetic} rows in ${made} s, storage included`,
    ),
    speed('peak memory of training, MiB', peaks[0] ?? null, atMost(TARGETS.peakMemoryMib)),
    speed('peak memory of generation, MiB', peaks[1] ?? null, atMost(TARGETS.peakMemoryMib)),
  ];
}

function rowsOf(report: unknown, side: string): number {
  return keysAt(report, 'rows', side).reduce(
    (sum, table) => sum + (numberAt(report, 'rows', side, table) ?? 0),
    0,
  );
}

function speed(name: string, value: number | null, target: Target | null, note?: string): Figure {
  const figure = { group: GROUP, name, value, ceiling: null, floor: null, target };
  return note === undefined ? figure : { ...figure, note };
}
