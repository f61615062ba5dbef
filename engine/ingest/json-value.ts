import { RowDefect, refuse } from './bad-row.ts';

/** A parsed JSON object; its keys are data, so look them up only through `member`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses one JSON object.
 *
 * @param depth deepest nesting that is allowed
 * @throws RowDefect if the text is no JSON, no object, or nested deeper
 */
export function parseJsonObject(text: string, depth: number): JsonObject {
  const value = parseJson(text);
  if (!isObject(value)) throw new RowDefect('is no JSON object');
  if (isDeeper(value, depth)) throw new RowDefect(`is nested deeper than ${depth}`);
  return value;
}

/** The member of that name, undefined where the object has none of its own. */
export function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The first of the named members that is an object. */
export function objectMember(object: JsonObject, ...names: readonly string[]): JsonObject | null {
  for (const name of names) {
    const value = member(object, name);
    if (isObject(value)) return value;
  }
  return null;
}

/**
 * A member's text: numbers and booleans as JSON writes them, null for missing, null and empty.
 *
 * @throws RowDefect if it is a list or an object, an integer beyond 2^53 (which JSON has rounded
 *   already), or text that no database can hold
 */
export function textMember(object: JsonObject, name: string): string | null {
  const value = member(object, name);
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return storable(name, value);
  if (typeof value === 'number') return numberText(name, value);
  if (typeof value === 'boolean') return String(value);
  return refuse(name, 'is no plain value', JSON.stringify(value));
}

/** True for what JSON writes in braces. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RowDefect('is no JSON');
  }
}

function numberText(name: string, value: number): string {
  const tooLarge = Number.isInteger(value) && !Number.isSafeInteger(value);
  if (tooLarge || !Number.isFinite(value)) return refuse(name, 'is beyond 2^53', value);
  return String(value);
}

/**
 * The text itself, where a database can hold it.
 *
 * NOTE: the first test is the cheap one; it also finds the halves of whole characters.
 *
 * @throws RowDefect if it holds NUL or half a character
 */
export function storable(name: string, text: string): string {
  if (!/[\0\ud800-\udfff]/.test(text)) return text;
  if (!/\0|\p{Surrogate}/u.test(text)) return text;
  return refuse(name, 'holds NUL or half a character', JSON.stringify(text));
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && isDeeper(inner, depth - 1)) return true;
  }
  return false;
}
