import { RowDefect } from './bad-row.ts';
import type { ZeekRow } from './zeek-record.ts';

/** What the `#` lines of a Zeek log say. */
interface ZeekHeader {
  separator: string;
  setSeparator: string;
  emptyField: string;
  unsetField: string;
  /** Place of each field, null before `#fields`. */
  places: ReadonlyMap<string, number> | null;
  width: number;
}

/**
 * Opens a parser for the lines of a Zeek log in its tab-separated form.
 *
 * Header lines may come again: logs are often joined.
 *
 * @returns a function of a line, null for a `#` line and a blank one
 * @throws (the function) RowDefect if a line comes before `#fields` or has another number of them
 */
export function createZeekTsvParser(): (line: string) => ZeekRow | null {
  const header: ZeekHeader = {
    separator: '\t',
    setSeparator: ',',
    emptyField: '(empty)',
    unsetField: '-',
    places: null,
    width: 0,
  };
  return (line) => {
    if (line.startsWith('#')) {
      readDirective(line, header);
      return null;
    }
    return line === '' ? null : rowOf(line, header);
  };
}

function readDirective(line: string, header: ZeekHeader): void {
  const named = line.startsWith('#separator ');
  const [name, ...values] = named ? line.split(' ') : line.split(header.separator);
  const [value = ''] = values;
  if (name === '#separator') header.separator = unescapeZeek(value) || '\t';
  else if (name === '#set_separator') header.setSeparator = unescapeZeek(value) || ',';
  else if (name === '#empty_field') header.emptyField = value;
  else if (name === '#unset_field') header.unsetField = value;
  else if (name === '#fields') {
    header.places = new Map(values.map((field, at) => [field, at]));
    header.width = values.length;
  }
}

function rowOf(line: string, header: ZeekHeader): ZeekRow {
  const { places, width, setSeparator, emptyField, unsetField } = header;
  if (places === null) throw new RowDefect('comes before #fields');
  const cells = line.split(header.separator);
  if (cells.length !== width) {
    throw new RowDefect(`has ${cells.length} fields in place of ${width}`);
  }
  const cell = (name: string) => {
    const text = cells[places.get(name) ?? -1];
    return text === undefined || text === unsetField || text === emptyField || text === ''
      ? null
      : text;
  };
  return {
    text: (name) => {
      const text = cell(name);
      return text === null ? null : unescapeZeek(text);
    },
    list: (name) => {
      const members = cell(name)?.split(setSeparator) ?? [];
      return members.filter((one) => one !== unsetField).map(unescapeZeek);
    },
  };
}

/** Undoes `\xHH`, Zeek's way to write its separators and bytes that are no text. */
function unescapeZeek(text: string): string {
  if (!text.includes('\\x')) return text;
  const bytes = text.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (bytes.includes('\0')) throw new RowDefect('holds NUL');
  return bytes;
}
