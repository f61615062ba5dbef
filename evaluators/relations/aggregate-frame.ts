import type { Cell, Frame, FrameColumn } from '../columns/frame.ts';
import type { FlatColumn, FlatRelation, FlatSample, FlatTable } from './flat-sample.ts';

/** Which rows of a parent table become a frame. */
export interface AggregateOptions {
  readonly table: string;
  readonly rows: Int32Array;
  /** Tables whose numbers are also aggregated by their standard deviation: those of links. */
  readonly spreadOf: ReadonlySet<string>;
}

/**
 * Rows of a parent table with what hangs on them: their own columns, times in parts; for every
 * foreign key towards the table the number of children, of distinct values of each label (both 0
 * without children) and the mean of each number (missing without).
 *
 * Keys do not enter.
 *
 * @see SyntheRela, C2ST-Agg
 */
export function aggregateFrame(
  side: FlatSample,
  { table, rows, spreadOf }: AggregateOptions,
): Frame {
  const parent = side.tables.get(table);
  const own = (parent?.columns ?? []).flatMap((column) => ownColumns(column, rows));
  const children = side.relations
    .filter((relation) => relation.parent === table)
    .flatMap((relation) => {
      const child = side.tables.get(relation.child);
      const places = placesOf(rows, parent?.rows ?? 0);
      const withSpread = spreadOf.has(relation.child);
      return child === undefined ? [] : aggregates(relation, { child, places, rows, withSpread });
    });
  return { rows: rows.length, columns: [...own, ...children] };
}

const DAY_US = 86_400_000_000;

/** Parts of a time (UTC); the year and the day stand for the date. */
const TIME_PARTS: Readonly<Record<string, (time: Date, us: number) => number>> = {
  year: (time) => time.getUTCFullYear(),
  month: (time) => time.getUTCMonth() + 1,
  day: (time) => time.getUTCDate(),
  hour: (time) => time.getUTCHours(),
  minute: (time) => time.getUTCMinutes(),
  second: (_, us) => ((((us % DAY_US) + DAY_US) % DAY_US) / 1e6) % 60,
};

function ownColumns(column: FlatColumn, rows: Int32Array): readonly FrameColumn[] {
  const { name, kind, continuous, values } = column;
  if (kind !== 'time') {
    const cells = Array.from(rows, (row) => cellOf(values[row] as number));
    return [frameColumn(name, continuous ? 'numeric' : 'categorical', cells)];
  }
  return Object.entries(TIME_PARTS).map(([part, read]) => {
    const cells = Array.from(rows, (row) => {
      const us = values[row] as number;
      return cellOf(Number.isNaN(us) ? us : read(new Date(us / 1000), us));
    });
    return frameColumn(`${name} ${part}`, 'numeric', cells);
  });
}

interface Children {
  readonly child: FlatTable;
  /** Place of each parent row among the chosen ones, -1 for the others. */
  readonly places: Int32Array; // [rows of the parent]
  readonly rows: Int32Array;
  readonly withSpread: boolean;
}

function aggregates(relation: FlatRelation, of: Children): readonly FrameColumn[] {
  const place = Int32Array.from(relation.parentOf, (row) =>
    row < 0 ? -1 : (of.places[row] as number),
  );
  const counts = new Float64Array(of.rows.length);
  for (const at of place) if (at >= 0) counts[at] = (counts[at] as number) + 1;
  const named = (what: string, values: Float64Array) =>
    frameColumn(`${relation.name}: ${what}`, 'numeric', Array.from(values, cellOf));
  return [
    named('count', counts),
    ...of.child.columns.flatMap((column) => {
      const { name, kind, continuous, values } = column;
      if (kind === 'time') return [];
      if (!continuous)
        return [named(`${name} distinct`, distinctOf(column, place, of.rows.length))];
      const { mean, sd } = momentsOf(values, place, of.rows.length);
      return [named(`${name} mean`, mean), ...(of.withSpread ? [named(`${name} sd`, sd)] : [])];
    }),
  ];
}

function distinctOf({ values, labels }: FlatColumn, place: Int32Array, size: number): Float64Array {
  const met = new Set<number>();
  const distinct = new Float64Array(size);
  const width = labels();
  for (let row = 0; row < place.length; row += 1) {
    const [at, code] = [place[row] as number, values[row] as number];
    if (at < 0 || Number.isNaN(code)) continue;
    const before = met.size;
    met.add(at * width + code);
    distinct[at] = (distinct[at] as number) + met.size - before;
  }
  return distinct;
}

/** Mean and standard deviation by place; NaN where there is no value, or one alone for the sd. */
function momentsOf(values: Float64Array, place: Int32Array, size: number) {
  const [count, mean, squares] = [0, 1, 2].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let row = 0; row < place.length; row += 1) {
    const [at, value] = [place[row] as number, values[row] as number];
    if (at < 0 || Number.isNaN(value)) continue;
    const apart = value - (mean[at] as number);
    count[at] = (count[at] as number) + 1;
    mean[at] = (mean[at] as number) + apart / (count[at] as number);
    squares[at] = (squares[at] as number) + apart * (value - (mean[at] as number));
  }
  const sd = squares.map((sum, at) =>
    (count[at] as number) < 2 ? Number.NaN : Math.sqrt(sum / ((count[at] as number) - 1)),
  );
  return { mean: mean.map((one, at) => (count[at] === 0 ? Number.NaN : one)), sd };
}

function placesOf(rows: Int32Array, size: number): Int32Array {
  const places = new Int32Array(size).fill(-1);
  for (const [at, row] of rows.entries()) places[row] = at;
  return places;
}

function cellOf(value: number): Cell {
  return Number.isNaN(value) ? null : value;
}

function frameColumn(
  name: string,
  type: FrameColumn['type'],
  values: readonly Cell[],
): FrameColumn {
  return { name, role: 'target', type, values };
}
