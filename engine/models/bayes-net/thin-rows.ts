import type { RecordCodes } from '../code-space.ts';

const ROWS_A_SUBJECT = 64;
const ENOUGH_ROWS = 40_000;

/**
 * Rows to learn from: of each subject at most 64, evenly spread, so that no subject rules; more
 * where that would leave fewer than 40,000 rows in all.
 */
export function thinRows(data: RecordCodes): Int32Array {
  const starts = subjectStarts(data);
  let limit = ROWS_A_SUBJECT;
  while (limit < data.rows && keptRows(starts, limit) < ENOUGH_ROWS) limit *= 2;
  const kept: number[] = [];
  for (let one = 0; one + 1 < starts.length; one += 1) {
    const [from, to] = [starts[one] as number, starts[one + 1] as number];
    const stride = Math.max(1, (to - from) / limit);
    for (let at = from; at < to; at += stride) kept.push(Math.floor(at));
  }
  return Int32Array.from(kept);
}

/** First row of each subject, and the end of the last. */
function subjectStarts(data: RecordCodes): number[] {
  const starts: number[] = [];
  for (let row = 0; row < data.rows; row += 1) {
    if (row === 0 || data.subjects[row] !== data.subjects[row - 1]) starts.push(row);
  }
  starts.push(data.rows);
  return starts;
}

function keptRows(starts: readonly number[], limit: number): number {
  let kept = 0;
  for (let one = 0; one + 1 < starts.length; one += 1) {
    kept += Math.min(limit, (starts[one + 1] as number) - (starts[one] as number));
  }
  return kept;
}
