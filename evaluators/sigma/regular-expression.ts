import { RE2JS } from 're2js';

/** True where linear-time matching knows the expression: no look-around, no back references. */
export function isCompilable(source: string, flags: string): boolean {
  try {
    compileExpression(source, flags);
    return true;
  } catch {
    return false;
  }
}

/** A search for the expression anywhere in a text; `flags` of the letters i, m, s. */
export function compileExpression(source: string, flags: string): (text: string) => boolean {
  const bits = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };
  const mask = [...flags].reduce((sum, flag) => sum | (bits[flag as keyof typeof bits] ?? 0), 0);
  const expression = RE2JS.compile(source, mask);
  return (text) => expression.test(text);
}
