import { RowDefect } from './bad-row.ts';
import { isObject, type JsonObject, member, parseJsonObject, textMember } from './json-value.ts';
import type { ZeekRow } from './zeek-record.ts';

/**
 * Reads a line of a Zeek log written as JSON, with `id.orig_h` or `id_orig_h`.
 *
 * NOTE: a double holds every stamp up to 2200 to the microsecond, so `String` gives back the digits
 * that Zeek wrote.
 *
 * @returns null for a blank line
 * @throws RowDefect if the line is no JSON object
 */
export function parseZeekJson(line: string, depth: number): ZeekRow | null {
  if (line.trim() === '') return null;
  const object = parseJsonObject(line, depth);
  return {
    text: (name) => textMember(object, spelling(object, name)),
    list: (name) => listMember(object, name),
  };
}

/** True where a line's members are those of a Zeek log of connections. */
export function zeekLogOf(object: JsonObject): 'conn' | 'dns' | null {
  const endpoint = member(object, spelling(object, 'id.orig_h'));
  if (endpoint === undefined || member(object, 'ts') === undefined) return null;
  if (member(object, 'conn_state') !== undefined) return 'conn';
  return member(object, 'trans_id') !== undefined || member(object, 'query') !== undefined
    ? 'dns'
    : null;
}

function spelling(object: JsonObject, name: string): string {
  if (!name.includes('.') || Object.hasOwn(object, name)) return name;
  return name.replace('.', '_');
}

function listMember(object: JsonObject, name: string): readonly string[] {
  const value = member(object, name);
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new RowDefect(`${name}: is no list`);
  return value.filter((one) => !isObject(one) && one !== null).map(String);
}
