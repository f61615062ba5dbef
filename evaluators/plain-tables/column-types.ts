import type { PlainColumn, PlainTable, PlainValue } from '../../engine/core/plain-table.ts';
import type { Cell, ColumnType } from '../columns/frame.ts';

export const PLAIN_TYPES = ['numeric', 'datetime', 'categorical', 'boolean'] as const;

/** What a plain column holds; booleans are judged as the numbers 0 and 1. */
export type PlainType = (typeof PLAIN_TYPES)[number];

/** Types by column name. */
export type PlainTypes = Readonly<Record<string, PlainType>>;

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/;
const BOOLEANS: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['false', 0],
]);
/** Words for a missing number, which do not make a column of numbers one of texts. */
const NO_NUMBER: ReadonlySet<string> = new Set([
  'nan',
  'na',
  'n/a',
  '#n/a',
  'null',
  'none',
  '<na>',
]);

/**
 * Types of a table's columns: those given, the rest by what the training part holds.
 *
 * A column is boolean, numeric or datetime if all its present values are, else categorical; one
 * without any value is numeric, as data frames have it.
 *
 * @param given a type of a column that the table lacks has no effect
 */
export function typesOf(training: PlainTable, given: PlainTypes): PlainTypes {
  return Object.fromEntries(
    training.columns.map((column) => [column.name, given[column.name] ?? inferType(column)]),
  );
}

/** How the bins see a type. */
export function columnTypeOf(type: PlainType): ColumnType {
  return type === 'boolean' ? 'numeric' : type;
}

/** Number of present values whose cell is missing, as they do not parse; words for none do not count. */
export function unreadCount(values: readonly PlainValue[], cells: readonly Cell[]): number {
  return values.filter((value, at) => value !== null && cells[at] === null && !isNoNumber(value))
    .length;
}

/** The column's cells as their type has them; what does not parse is missing. */
export function cellsOf(values: readonly PlainValue[], type: PlainType): readonly Cell[] {
  switch (type) {
    case 'numeric':
      return values.map(numberOf);
    case 'boolean':
      return values.map(booleanOf);
    case 'datetime':
      return values.map((value) => (value === null ? null : microsOf(String(value))));
    default:
      return values.map((value) => (value === null ? null : String(value)));
  }
}

function inferType({ values }: PlainColumn): PlainType {
  const present = values.filter((value) => value !== null && !isNoNumber(value));
  const areAll = (test: (value: PlainValue) => boolean) => present.every(test);
  if (present.length === 0) return 'numeric';
  if (areAll(isTruth)) return 'boolean';
  if (areAll((value) => numberOf(value) !== null)) return 'numeric';
  if (areAll((value) => typeof value === 'string' && microsOf(value) !== null)) return 'datetime';
  return 'categorical';
}

function isTruth(value: PlainValue): boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && wordOf(value) !== undefined);
}

function wordOf(value: string): number | undefined {
  return BOOLEANS.get(value.toLowerCase());
}

function isNoNumber(value: PlainValue): boolean {
  return typeof value === 'string' && NO_NUMBER.has(value.toLowerCase());
}

function numberOf(value: PlainValue): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return value !== null && NUMBER.test(value) ? Number(value) : null;
}

function booleanOf(value: PlainValue): number | null {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return value === 0 || value === 1 ? value : null;
  return value === null ? null : (wordOf(value) ?? numberOf(value));
}

/** Microseconds since 1970 of an ISO date or time (UTC unless it says), null where it is none. */
function microsOf(text: string): number | null {
  const found = DATE.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] =
    found;
  const offset = zone === undefined ? 'Z' : zone;
  const milliseconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  if (Number.isNaN(milliseconds)) return null;
  return milliseconds * 1000 + Math.trunc(Number(`0${fraction || '.0'}`) * 1e6 + 0.5e-3);
}
