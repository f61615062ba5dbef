import type { RecordCodes } from '../code-space.ts';

const ROWS_A_SUBJECT = 64;

/** Rows to learn from: of each subject at most 64, evenly spread, so that no subject rules. */
export function thinRows(data: RecordCodes): Int32Array {
  const kept: number[] = [];
  for (let from = 0; from < data.rows; ) {
    let to = from + 1;
    while (to < data.rows && data.subjects[to] === data.subjects[from]) to += 1;
    const stride = Math.max(1, (to - from) / ROWS_A_SUBJECT);
    for (let at = from; at < to; at += stride) kept.push(Math.floor(at));
    from = to;
  }
  return Int32Array.from(kept);
}
