import type { RecordCodes } from '../code-space.ts';

/** The same codes in memory that threads share; what is shared already stays where it is. */
export function shareCodes(data: readonly RecordCodes[]): readonly RecordCodes[] {
  return data.map((one) => ({
    rows: one.rows,
    subjects: shareInts(one.subjects),
    codes: one.codes.map(shareCodesOf),
    views: one.views.map(shareInts),
  }));
}

function shareInts(values: Int32Array): Int32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Int32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function shareCodesOf(values: Uint16Array): Uint16Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new Uint16Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
