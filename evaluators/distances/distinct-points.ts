import type { Points } from './points.ts';

/** Points without repeats. */
export interface DistinctPoints {
  /** Rows that were kept, in their order. */
  readonly kept: Int32Array;
  readonly points: Points;
  /** For each given row, the kept position (in `kept`) of a point equal to it. */
  readonly of: Int32Array; // [rows of the given points]
}

/**
 * Drops repeats of equal rows beyond the given number of copies.
 *
 * Two copies are enough for two nearest points, one for points that ask.
 */
export function distinctPoints(points: Points, copies: number): DistinctPoints {
  const { rows, dimensions, values } = points;
  const seen = new Map<string, { readonly position: number; count: number }>();
  const kept: number[] = [];
  const of = new Int32Array(rows);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  for (let row = 0; row < rows; row += 1) {
    const key = bytes.toString('latin1', row * dimensions * 4, (row + 1) * dimensions * 4);
    const before = seen.get(key);
    of[row] = before?.position ?? kept.length;
    if (before === undefined) seen.set(key, { position: kept.length, count: 1 });
    else before.count += 1;
    if (before === undefined || before.count <= copies) kept.push(row);
  }
  return { kept: Int32Array.from(kept), points: rowsOf(points, kept), of };
}

function rowsOf({ dimensions, values }: Points, rows: readonly number[]): Points {
  const gathered = new Float32Array(rows.length * dimensions);
  for (const [to, from] of rows.entries()) {
    gathered.set(values.subarray(from * dimensions, (from + 1) * dimensions), to * dimensions);
  }
  return { rows: rows.length, dimensions, values: gathered };
}
