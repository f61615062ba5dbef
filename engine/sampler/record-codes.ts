import type { RecordCodes, RecordSpec } from '../models/code-space.ts';

/** Room for the codes of a record's rows; views start empty. */
export function emptyCodes(spec: RecordSpec, rows: number): RecordCodes {
  return {
    rows,
    subjects: new Int32Array(rows),
    codes: spec.variables.map(() => new Uint16Array(rows)),
    views: spec.views.map((_, index) => new Int32Array(index === 0 ? 0 : rows).fill(-1)),
  };
}

/** Views of a sequence row's record, before one view a table of its scope and one a relation. */
export const ROW_VIEW = {
  self: 0,
  lag: 1,
  first: 2,
  activity: 3,
  owner: 4,
  timeline: 5,
  with: 6,
} as const;

/** Views of an activity's record, before one view a table of its scope. */
export const ACTIVITY_VIEW = { self: 0, lag: 1, owner: 2, timeline: 3, last: 4 } as const;

/** Views of a link row's record. */
export const LINK_VIEW = { self: 0, from: 1, to: 2, activity: 3 } as const;

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
