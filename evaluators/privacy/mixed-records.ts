import type { Cell, Frame, FrameColumn } from '../columns/frame.ts';
import { firstAtLeast } from './first-at-least.ts';

/** Records as attacks see them: numbers and categories side by side, each with its subject. */
export interface MixedRecords {
  readonly rows: number;
  readonly columns: readonly MixedColumn[];
  /**
   * For distances, numbers first, then categories: a number's rank in 0..1 (2 where it is
   * missing), a category's code.
   */
  readonly values: Float32Array; // [rows, columns]
  /** Columns that are numbers. */
  readonly numbers: number;
  /** Position of each record's subject in its sample. */
  readonly subject: Int32Array; // [rows]
}

/** A column of mixed records; NaN is missing, a category is its code. */
export interface MixedColumn {
  readonly name: string;
  readonly isNumber: boolean;
  readonly raw: Float64Array; // [rows]
}

/** Turns frames of one schema into records that can be compared with each other. */
export interface MixedSpace {
  encode(frame: Frame, subject: Int32Array): MixedRecords;
}

const MISSING_RANK = 2;

/**
 * Fits ranks of numbers on real records; categories get codes as they are met.
 *
 * Ranks make heavy tails comparable: a distance of .1 is a tenth of the real records.
 */
export function fitMixedSpace(real: readonly Frame[]): MixedSpace {
  const columns = (real[0]?.columns ?? []).toSorted(
    (one, other) => Number(isCategory(one)) - Number(isCategory(other)),
  );
  const fitted = columns.map((column) => {
    const position = (real[0]?.columns ?? []).indexOf(column);
    const values = real.flatMap((frame) => frame.columns[position]?.values ?? []);
    return { position, ...(isCategory(column) ? categoryReader() : numberReader(values)) };
  });
  const numbers = columns.filter((column) => !isCategory(column)).length;
  return {
    encode({ rows, columns: own }, subject) {
      const values = new Float32Array(rows * fitted.length);
      const mixed = fitted.map(({ position, read, rank }, at): MixedColumn => {
        const { name, values: cells } = own[position] as FrameColumn;
        const raw = Float64Array.from(cells, read);
        for (let row = 0; row < rows; row += 1) {
          values[row * fitted.length + at] = rank(raw[row] as number);
        }
        return { name, isNumber: at < numbers, raw };
      });
      return { rows, columns: mixed, values, numbers, subject };
    },
  };
}

/** The records at the given positions. */
export function pickRecords(records: MixedRecords, positions: ArrayLike<number>): MixedRecords {
  const width = records.columns.length;
  const values = new Float32Array(positions.length * width);
  const subject = new Int32Array(positions.length);
  for (let row = 0; row < positions.length; row += 1) {
    const from = positions[row] as number;
    values.set(records.values.subarray(from * width, (from + 1) * width), row * width);
    subject[row] = records.subject[from] as number;
  }
  const columns = records.columns.map(({ name, isNumber, raw }) => ({
    name,
    isNumber,
    raw: Float64Array.from(positions, (from) => raw[from] as number),
  }));
  return { rows: positions.length, columns, values, numbers: records.numbers, subject };
}

/** One set of records after the other; the second's subjects are counted on. */
export function joinRecords(first: MixedRecords, second: MixedRecords): MixedRecords {
  const values = new Float32Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  const columns = first.columns.map(({ name, isNumber, raw }, at) => ({
    name,
    isNumber,
    raw: Float64Array.from([...raw, ...(second.columns[at]?.raw ?? [])]),
  }));
  const subjects = first.subject.reduce((most, one) => Math.max(most, one + 1), 0);
  const subject = new Int32Array(first.rows + second.rows);
  subject.set(first.subject);
  subject.set(
    second.subject.map((one) => one + subjects),
    first.rows,
  );
  return { rows: first.rows + second.rows, columns, values, numbers: first.numbers, subject };
}

interface ColumnReader {
  read(cell: Cell): number;
  rank(raw: number): number;
}

function isCategory(column: FrameColumn): boolean {
  return column.type === 'categorical';
}

function categoryReader(): ColumnReader {
  const codes = new Map<Cell, number>();
  const read = (cell: Cell) => {
    if (cell === null) return Number.NaN;
    const code = codes.get(cell) ?? codes.size;
    if (code === codes.size) codes.set(cell, code);
    return code;
  };
  return { read, rank: (raw) => (Number.isNaN(raw) ? -1 : raw) };
}

function numberReader(values: readonly Cell[]): ColumnReader {
  const sorted = Float64Array.from(values.filter((value) => value !== null).map(Number)).sort();
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  const below = new Float64Array(distinct.length + 1).fill(sorted.length);
  let next = 0;
  for (let at = 0; at < sorted.length; at += 1) {
    if (sorted[at] !== distinct[next]) continue;
    below[next] = at;
    next += 1;
  }
  const rank = (raw: number) => {
    if (Number.isNaN(raw)) return MISSING_RANK;
    const at = firstAtLeast(distinct, raw);
    const upTo = distinct[at] === raw ? at + 1 : at;
    return ((below[at] as number) + (below[upTo] as number)) / 2 / Math.max(1, sorted.length);
  };
  return { read: (cell) => (cell === null ? Number.NaN : Number(cell)), rank };
}
