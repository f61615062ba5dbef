import type { Random } from '../../engine/core/random.ts';
import { shuffledHalves } from '../ceiling/halves.ts';
import type { BinnedColumn } from './binned-columns.ts';

/** Disjoint halves of a frame's rows, one pair a draw. */
export interface Halves {
  readonly rows: number;
  /** Rows of the first half by draw; the second holds the others. */
  readonly first: readonly Int32Array[];
  /** The same as flags: 1 for a row of the first half. */
  readonly isFirst: readonly Uint8Array[]; // [draws][rows]
}

/** Draws pairs of disjoint halves of equal size (give or take a row). */
export function drawHalves(rows: number, draws: number, random: Random): Halves {
  const order = Array.from({ length: rows }, (_, row) => row);
  const first = Array.from({ length: draws }, (_, draw) => {
    const [half] = shuffledHalves(order, random.split('half', draw));
    return Int32Array.from(half).sort();
  });
  const isFirst = first.map((half) => {
    const flags = new Uint8Array(rows);
    for (const row of half) flags[row] = 1;
    return flags;
  });
  return { rows, first, isFirst };
}

/** Likenesses of one half to the other, of one list of column sets. */
export interface HalfLikeness {
  /** Mean over the sets, by draw. */
  readonly byDraw: Float64Array; // [draws]
  /** Mean over the draws, by set. */
  readonly bySet: Float64Array; // [sets]
}

/**
 * Likeness (1 - TVD) of the first `draws` pairs of halves over each set of columns.
 *
 * Costs sets x draws x rows / 2.
 *
 * @returns null if there is no set
 */
export function likenessOfHalves(
  sets: readonly (readonly BinnedColumn[])[],
  halves: Halves,
  draws: number,
): HalfLikeness | null {
  if (sets.length === 0) return null;
  const byDraw = new Float64Array(draws);
  const bySet = new Float64Array(sets.length);
  for (const [at, columns] of sets.entries()) {
    const { codes, size } = denseCodes(columns, halves.rows);
    const total = countsOf(codes, size, null);
    for (let draw = 0; draw < draws; draw += 1) {
      const rows = halves.first[draw] as Int32Array;
      const part = countsOf(codes, size, rows);
      const likeness = 1 - distanceToRest(part, total, { part: rows.length, whole: halves.rows });
      byDraw[draw] = (byDraw[draw] as number) + likeness / sets.length;
      bySet[at] = (bySet[at] as number) + likeness / draws;
    }
  }
  return { byDraw, bySet };
}

/** TVD between a part's counts and those of the rest. */
export function distanceToRest(
  part: ArrayLike<number>,
  total: ArrayLike<number>,
  sizes: { readonly part: number; readonly whole: number },
): number {
  const rest = sizes.whole - sizes.part;
  let distance = 0;
  for (let cell = 0; cell < total.length; cell += 1) {
    const count = part[cell] as number;
    distance += Math.abs(count / sizes.part - ((total[cell] as number) - count) / rest);
  }
  return distance / 2;
}

/** Joint bins of some columns, numbered in the order of first sight. */
function denseCodes(
  columns: readonly BinnedColumn[],
  rows: number,
): { readonly codes: Int32Array; readonly size: number } {
  const cells = columns.reduce((product, { size }) => product * size, 1);
  const codeOf = new Int32Array(cells).fill(-1);
  const codes = new Int32Array(rows);
  let size = 0;
  for (let row = 0; row < rows; row += 1) {
    let cell = 0;
    for (const column of columns) cell = cell * column.size + (column.original[row] as number);
    if ((codeOf[cell] as number) < 0) {
      codeOf[cell] = size;
      size += 1;
    }
    codes[row] = codeOf[cell] as number;
  }
  return { codes, size };
}

function countsOf(codes: Int32Array, size: number, rows: Int32Array | null): Int32Array {
  const counts = new Int32Array(size);
  if (rows === null) {
    for (let row = 0; row < codes.length; row += 1) {
      const code = codes[row] as number;
      counts[code] = (counts[code] as number) + 1;
    }
    return counts;
  }
  for (let at = 0; at < rows.length; at += 1) {
    const code = codes[rows[at] as number] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}
