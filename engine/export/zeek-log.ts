import type { ZeekField } from '../core/zeek-fields.ts';
import { jsonMember, jsonObject } from './json-text.ts';
import { secondText } from './stamp-text.ts';

/** What a field of a Zeek log holds: a text, a number as text, a list of texts, or nothing. */
export type ZeekCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'list'; readonly texts: readonly string[]; readonly quoted: boolean }
  | null;

/** A number, a stamp, an address or a boolean, which needs no escape; nothing for null. */
export function plainCell(text: string | number | null): ZeekCell {
  return text === null ? null : { kind: 'plain', text: String(text) };
}

/** A text of any letters; nothing for null. */
export function textCell(text: string | null): ZeekCell {
  return text === null ? null : { kind: 'text', text };
}

const UNSET = '-';
const EMPTY = '(empty)';

/**
 * What stands before the rows of a log in its tab-separated form.
 *
 * @see https://docs.zeek.org/en/master/log-formats.html
 */
export function zeekHead(path: string, fields: readonly ZeekField[], openUs: number): string {
  const lines = [
    '#separator \\x09',
    '#set_separator\t,',
    `#empty_field\t${EMPTY}`,
    `#unset_field\t${UNSET}`,
    `#path\t${path}`,
    `#open\t${logStamp(openUs)}`,
    `#fields\t${fields.map(([name]) => name).join('\t')}`,
    `#types\t${fields.map(([, type]) => type).join('\t')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The last line of a log. */
export function zeekFoot(closeUs: number): string {
  return `#close\t${logStamp(closeUs)}\n`;
}

/** A row of the tab-separated form. */
export function zeekRow(cells: readonly ZeekCell[]): string {
  let row = '';
  for (let at = 0; at < cells.length; at += 1) {
    if (at > 0) row += '\t';
    row += tsvCell(cells[at] as ZeekCell);
  }
  return row;
}

/** A row of Zeek's JSON writer, which leaves out what is unset. */
export function zeekObject(fields: readonly ZeekField[], cells: readonly ZeekCell[]): string {
  let members = '';
  for (let at = 0; at < fields.length; at += 1) {
    const [name, type] = fields[at] as ZeekField;
    members += jsonCell(name, type, cells[at] as ZeekCell);
  }
  return jsonObject(members);
}

function tsvCell(cell: ZeekCell): string {
  if (cell === null) return UNSET;
  if (cell.kind === 'plain') return cell.text;
  if (cell.kind === 'text') return escapeWhole(escapeZeek(cell.text));
  return cell.texts.length === 0 ? EMPTY : cell.texts.map(escapeMember).join(',');
}

/** Types whose values are texts in JSON. */
const QUOTED = /^(?:addr|enum|string)$/;

function jsonCell(name: string, type: string, cell: ZeekCell): string {
  if (cell === null) return '';
  if (cell.kind === 'list') {
    const members = cell.texts.map((one) => (cell.quoted ? JSON.stringify(one) : one));
    return `"${name}":[${members.join(',')}],`;
  }
  if (QUOTED.test(type)) return jsonMember(name, cell.text);
  if (type === 'bool') return `"${name}":${cell.text === 'T'},`;
  return `"${name}":${cell.text},`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be escaped
const SPECIAL = /[\\\u0000-\u001f\u007f]/;
const EACH = new RegExp(SPECIAL, 'g');

/** Zeek's `\xHH` for what would break a row, and for the sign that begins it. */
function escapeZeek(text: string): string {
  return SPECIAL.test(text) ? text.replace(EACH, hexOf) : text;
}

/** A text that reads like an unset or an empty field is told apart by its first letter. */
function escapeWhole(text: string): string {
  const isMark = text === UNSET || text === EMPTY;
  return isMark ? `${hexOf(text)}${text.slice(1)}` : text;
}

function escapeMember(text: string): string {
  return escapeWhole(escapeZeek(text).replaceAll(',', '\\x2c'));
}

function hexOf(letter: string): string {
  return `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** `2024-03-05-08-30-00` */
function logStamp(timeUs: number): string {
  return secondText(timeUs).replace(/[T:]/g, '-');
}
