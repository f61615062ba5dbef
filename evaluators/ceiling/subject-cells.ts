/** Weighted cells by subject, each cell of a subject once: what sums over subjects are made of. */
export interface SubjectCells {
  readonly subjects: number;
  /** Entries of subject s lie from starts[s] up to starts[s + 1]. */
  readonly starts: Int32Array; // [subjects + 1]
  readonly cells: Int32Array; // [entries]
  readonly weights: Float64Array; // [entries]
}

/** Counted things of one side: the subject and the cell of each, with its weight (1 if not given). */
export interface CountedCells {
  /** Positions of subjects, ascending. */
  readonly subject: ArrayLike<number>;
  /** Cell of each thing; below 0 it is not counted. */
  readonly cell: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
}

/**
 * Sums what each subject holds of each cell.
 *
 * Cost: O(things), with one number a cell beside the result.
 *
 * @param shape number of subjects and of cells
 */
export function gatherCells(
  { subject, cell, weight }: CountedCells,
  shape: { readonly subjects: number; readonly size: number },
): SubjectCells {
  const starts = new Int32Array(shape.subjects + 1);
  const cells = new Int32Array(subject.length);
  const weights = new Float64Array(subject.length);
  const place = new Int32Array(shape.size).fill(-1);
  let [entries, next, first] = [0, 0, 0];
  for (let thing = 0; thing < subject.length; thing += 1) {
    while (next <= (subject[thing] as number)) {
      starts[next] = entries;
      first = entries;
      next += 1;
    }
    const at = cell[thing] as number;
    if (at < 0) continue;
    // NOTE: an entry before the subject's first is another subject's.
    if ((place[at] as number) < first) {
      cells[entries] = at;
      place[at] = entries;
      entries += 1;
    }
    const entry = place[at] as number;
    weights[entry] = (weights[entry] as number) + (weight?.[thing] ?? 1);
  }
  starts.fill(entries, next);
  // NOTE: copies, so that the longer arrays can go.
  return {
    subjects: shape.subjects,
    starts,
    cells: cells.slice(0, entries),
    weights: weights.slice(0, entries),
  };
}

/** Adds up the cells of all subjects, or of those that a mask of ones keeps. */
export function sumCells(
  { subjects, starts, cells, weights }: SubjectCells,
  size: number,
  keep: Uint8Array | null = null,
): Float64Array {
  const sums = new Float64Array(size);
  for (let position = 0; position < subjects; position += 1) {
    if (keep !== null && keep[position] !== 1) continue;
    const end = starts[position + 1] as number;
    for (let entry = starts[position] as number; entry < end; entry += 1) {
      const at = cells[entry] as number;
      sums[at] = (sums[at] as number) + (weights[entry] as number);
    }
  }
  return sums;
}
