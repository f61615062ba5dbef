import type { Random } from '../../engine/core/random.ts';
import { tableNamed } from '../../engine/schema/database-schema.ts';
import { columnIndex, type TableSchema } from '../../engine/schema/table-schema.ts';
import { binCount, encodeBins, fitBins } from '../columns/column-bins.ts';
import type { FrameColumn } from '../columns/frame.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';
import { subjectTableOf } from '../relations/subject-walk.ts';
import { rowsOf, tableFrame } from '../relations/table-frame.ts';

const BINS = 10;

/** The three sides of a comparison. */
export interface PacedSides<T> {
  readonly original: T;
  readonly synthetic: T;
  readonly naive: T;
}

/** Rows of one side in their subjects' order. */
export interface PacedRows {
  readonly subjects: number;
  /** Position of each row's subject, ascending. */
  readonly subject: Int32Array; // [rows]
  /** Microseconds; NaN where missing. */
  readonly timesUs: Float64Array; // [rows]
}

/** A column of both sides in bins of the original; the naive one is shuffled. */
export interface CodedColumn extends PacedSides<Uint16Array> {
  readonly name: string;
  readonly size: number;
}

/** A column of addresses as numbers, equal for equal addresses of a side; -1 where missing. */
export interface AddressColumn extends PacedSides<Int32Array> {
  readonly name: string;
}

/** Numbers whose pace is followed, e.g. ln(1 + bytes); NaN where missing. */
export interface NumberSeries extends PacedSides<Float64Array> {
  readonly name: string;
}

/** A sequence table of both sides, read for its pace. */
export interface PacedTable {
  readonly table: TableSchema;
  /** The naive side has the same rows at even pace: uniform within each subject's own span. */
  readonly rows: PacedSides<PacedRows>;
  readonly columns: readonly CodedColumn[];
  readonly addresses: readonly AddressColumn[];
  readonly series: readonly NumberSeries[];
}

/**
 * Reads a sequence table for its pace.
 *
 * @param samples both sides, thinned before if they are large
 */
export function pacedTable(
  name: string,
  samples: { readonly original: SubjectSample; readonly synthetic: SubjectSample },
  random: Random,
): PacedTable {
  const table = tableNamed(samples.original.schema, name);
  const frames = {
    original: tableFrame(samples.original, name),
    synthetic: tableFrame(samples.synthetic, name),
  };
  const rowsOn = (side: 'original' | 'synthetic'): PacedRows => ({
    subjects: samples[side].subjects.length,
    subject: frames[side].subject,
    timesUs: readNumbers(samples[side], table, table.timeColumn ?? ''),
  });
  const original = rowsOn('original');
  const naive = { ...original, timesUs: evenPace(original, random.split('times')) };
  const timeColumn = table.timeColumn;
  const columns = frames.original.frame.columns.flatMap((column, at) => {
    const other = frames.synthetic.frame.columns[at];
    if (column.name === timeColumn || other === undefined) return [];
    return coded([column, other], random.split('codes', column.name));
  });
  const heavy = table.columns.filter(({ kind }) => kind === 'integer' || kind === 'duration');
  const addresses = table.columns.filter(({ kind }) => kind === 'address');
  return {
    table,
    columns,
    rows: { original, synthetic: rowsOn('synthetic'), naive },
    addresses: addresses.map((one) => addressColumn(one.name, samples, { table, random })),
    series: heavy.map((one) => logSeries(one.name, samples, { table, random })),
  };
}

/** The items in another order, each alike; the given ones stay as they are. */
export function shuffled<T extends Uint16Array | Int32Array | Float64Array>(
  items: T,
  random: Random,
): T {
  const copy = items.slice() as T;
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const kept = copy[last] as number;
    copy[last] = copy[other] as number;
    copy[other] = kept;
  }
  return copy;
}

function coded(
  [original, synthetic]: readonly [FrameColumn, FrameColumn],
  random: Random,
): readonly CodedColumn[] {
  const bins = fitBins(original.type, original.values, BINS);
  const codes = encodeBins(bins, original.values);
  const others = encodeBins(bins, synthetic.values);
  const first = codes[0];
  const varies = codes.some((code) => code !== first) || others.some((code) => code !== first);
  if (!varies) return [];
  return [
    {
      name: original.name,
      size: binCount(bins),
      original: codes,
      synthetic: others,
      naive: shuffled(codes, random),
    },
  ];
}

interface ColumnSource {
  readonly table: TableSchema;
  readonly random: Random;
}

type BothSamples = { readonly original: SubjectSample; readonly synthetic: SubjectSample };

function addressColumn(
  name: string,
  samples: BothSamples,
  { table, random }: ColumnSource,
): AddressColumn {
  const original = readCodes(samples.original, table, name);
  return {
    name,
    original,
    synthetic: readCodes(samples.synthetic, table, name),
    naive: shuffled(original, random.split('addresses', name)),
  };
}

function logSeries(
  name: string,
  samples: BothSamples,
  { table, random }: ColumnSource,
): NumberSeries {
  const logs = (sample: SubjectSample) =>
    readNumbers(sample, table, name).map((value) => Math.log1p(Math.max(0, value)));
  const original = logs(samples.original);
  return {
    name: `ln ${name}`,
    original,
    synthetic: logs(samples.synthetic),
    naive: shuffled(original, random.split('series', name)),
  };
}

/** Times of the same number of rows, uniform between each subject's first and last, in order. */
function evenPace({ subject, timesUs }: PacedRows, random: Random): Float64Array {
  const even = timesUs.slice();
  for (let from = 0; from < subject.length; ) {
    let to = from;
    while (to < subject.length && subject[to] === subject[from]) to += 1;
    const [first, last] = [timesUs[from] as number, timesUs[to - 1] as number];
    for (let row = from; row < to; row += 1) {
      even[row] = Math.round(first + random.next() * (last - first));
    }
    even.subarray(from, to).sort();
    from = to;
  }
  return even;
}

function readNumbers(sample: SubjectSample, table: TableSchema, name: string): Float64Array {
  const at = columnIndex(table, name);
  const root = subjectTableOf(sample.schema).name;
  const numbers: number[] = [];
  for (const subject of sample.subjects) {
    for (const row of rowsOf(subject, table.name, root)) {
      numbers.push(typeof row[at] === 'number' ? row[at] : Number.NaN);
    }
  }
  return Float64Array.from(numbers);
}

function readCodes(sample: SubjectSample, table: TableSchema, name: string): Int32Array {
  const at = columnIndex(table, name);
  const root = subjectTableOf(sample.schema).name;
  const codes = new Map<unknown, number>();
  const read: number[] = [];
  for (const subject of sample.subjects) {
    for (const row of rowsOf(subject, table.name, root)) {
      const value = row[at] ?? null;
      const code = value === null ? -1 : (codes.get(value) ?? codes.size);
      if (code === codes.size) codes.set(value, code);
      read.push(code);
    }
  }
  return Int32Array.from(read);
}
