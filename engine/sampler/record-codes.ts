import type { RecordCodes, RecordSpec } from '../models/code-space.ts';

/** Room for the codes of a record's rows, which threads may share; views start empty. */
export function emptyCodes(spec: RecordSpec, rows: number): RecordCodes {
  const views = spec.views.map((_, index) => sharedIntegers(index === 0 ? 0 : rows).fill(-1));
  return {
    rows,
    subjects: sharedIntegers(rows),
    codes: spec.variables.map(() => new Uint16Array(new SharedArrayBuffer(2 * rows))),
    views,
  };
}

function sharedIntegers(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

/** Writes a code. */
export function setCode(codes: RecordCodes, variable: number, row: number, code: number): void {
  const column = codes.codes[variable];
  if (column !== undefined) column[row] = code;
}

/** Enters the row that a view shows. */
export function show(codes: RecordCodes, view: number, row: number, other: number): void {
  const rows = codes.views[view];
  if (rows !== undefined) rows[row] = other;
}
