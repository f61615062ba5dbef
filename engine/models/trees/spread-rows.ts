import type { RecordCodes, VariableSpec } from '../code-space.ts';

const ROWS_A_SUBJECT = 64;
const FEW_ROWS = 120_000;
const MOST_ROWS = 250_000;

/**
 * Rows that a tree learns from: those where the variable is drawn, of each subject at most 64,
 * evenly spread, so that no subject rules; more where few rows remain, fewer where very many do.
 *
 * @returns rows, ascending
 */
export function spreadRows(
  data: RecordCodes,
  when: VariableSpec['when'],
  most: number = MOST_ROWS,
): Int32Array {
  const rows = gatedRows(data, when);
  const starts = subjectStarts(rows, data.subjects);
  const limit = chooseLimit(starts, most);
  const kept = new Int32Array(keptRows(starts, limit));
  let count = 0;
  for (let one = 0; one + 1 < starts.length; one += 1) {
    const [from, size] = [starts[one] as number, sizeOf(starts, one)];
    const wanted = Math.min(limit, size);
    for (let at = 0; at < wanted; at += 1) {
      kept[count++] = rows[from + Math.floor((at * size) / wanted)] as number;
    }
  }
  return kept.length <= most ? kept : thinEvenly(kept, most);
}

/** Every so many rows of more subjects than there may be rows. */
function thinEvenly(rows: Int32Array, most: number): Int32Array {
  return Int32Array.from({ length: most }, (_, at) =>
    Number(rows[Math.floor((at * rows.length) / most)]),
  );
}

function gatedRows(data: RecordCodes, when: VariableSpec['when']): Int32Array {
  const rows = new Int32Array(data.rows);
  if (when === undefined) {
    for (let row = 0; row < rows.length; row += 1) rows[row] = row;
    return rows;
  }
  const open = new Uint8Array(0x10000);
  for (const code of when.codes) open[code] = 1;
  const gate = data.codes[when.variable] as Uint16Array;
  let count = 0;
  for (let row = 0; row < rows.length; row += 1) {
    rows[count] = row;
    count += open[gate[row] as number] as number;
  }
  return rows.subarray(0, count);
}

/** First place of each subject, and the end of the last. */
function subjectStarts(rows: Int32Array, subjects: Int32Array): Int32Array {
  const starts = new Int32Array(rows.length + 1);
  let [count, last] = [0, 0];
  for (let at = 0; at < rows.length; at += 1) {
    const subject = subjects[rows[at] as number] as number;
    if (at === 0 || subject !== last) starts[count++] = at;
    last = subject;
  }
  starts[count++] = rows.length;
  return starts.subarray(0, count);
}

function chooseLimit(starts: Int32Array, most: number): number {
  let limit = ROWS_A_SUBJECT;
  const rows = starts[starts.length - 1] as number;
  const enough = Math.min(rows, FEW_ROWS, most);
  while (keptRows(starts, limit) < enough) limit *= 2;
  while (limit > 1 && keptRows(starts, limit) > most) limit = Math.floor(limit * 0.9);
  return limit;
}

function keptRows(starts: Int32Array, limit: number): number {
  let kept = 0;
  for (let one = 0; one + 1 < starts.length; one += 1) {
    kept += Math.min(limit, sizeOf(starts, one));
  }
  return kept;
}

function sizeOf(starts: Int32Array, one: number): number {
  return (starts[one + 1] as number) - (starts[one] as number);
}
