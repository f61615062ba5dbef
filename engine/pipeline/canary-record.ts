import type { Random } from '../core/random.ts';
import type { Row, Value } from '../core/row.ts';
import type { Canary } from '../schema/canary.ts';
import type { ColumnKind, ColumnSchema } from '../schema/column.ts';
import { columnIndex, type TableSchema } from '../schema/table-schema.ts';

const NAMING: readonly ColumnKind[] = ['path', 'text', 'category', 'fqdn', 'user'];
const MEASURED: readonly ColumnKind[] = ['integer', 'real', 'duration'];
const WORD_LETTERS = 12;
const GUID_WORD = 12;
const TRIES = 50;
/** Combinations of numbers below which one could come out by chance. */
const LEAST_COMBINATIONS = 1e9;

/** Rows that a canary is made from, all of one table. */
export interface CanaryShape {
  readonly table: TableSchema;
  /** Gives the canary its subject, time, references, and which cells are missing. */
  readonly row: Row;
  /** Each number of the canary lies between its own and this row's. */
  readonly other: Row;
  /** The subject's row: cells that repeat a value of it stay, as they say whose row it is. */
  readonly owner: Row;
  /** What the last column of the primary key gets. */
  readonly key: number;
  /** The five-tuple's columns, which stay. */
  readonly kept: ReadonlySet<string>;
  /** Names of the domain rules that a row of the table breaks. */
  readonly brokenRules: (row: Row) => readonly string[];
}

/**
 * A row that keeps the shape of a real one, with a random word in each of its names and texts, and
 * with numbers between its own and another row's, which break no rule that the real ones keep.
 */
export function canaryRecord(
  shape: CanaryShape,
  random: Random,
): { readonly canary: Canary; readonly row: Row } {
  const { table, row, owner, key, kept } = shape;
  const words: string[] = [];
  const own = new Set(owner.filter((value) => typeof value === 'string'));
  const keys = foreignKeys(table);
  const stays = (name: string) => kept.has(name) || keys.has(name);
  const named = table.columns.map((column, at): Value => {
    const value = row[at] ?? null;
    if (column.name === table.primaryKey.at(-1)) return key;
    if (typeof value !== 'string' || stays(column.name) || own.has(value)) return value;
    const unique = uniqueValue(column, value, random);
    if (unique === null) return value;
    words.push(unique.word);
    return unique.value;
  });
  const { cells, numbers } = mixedNumbers({ ...shape, row: named }, random);
  return { canary: { table: table.name, words, numbers }, row: cells };
}

function foreignKeys({ relationships }: TableSchema): ReadonlySet<string> {
  return new Set(relationships.flatMap(({ columns }) => columns));
}

function uniqueValue({ kind }: ColumnSchema, value: string, random: Random) {
  const word = randomWord(random);
  if (kind === 'guid') return { value: guidOf(word, random), word: hexOf(word) };
  if (!NAMING.includes(kind)) return null;
  return { value: kind === 'category' ? word : withWord(value, word), word };
}

function randomWord(random: Random): string {
  const letters = Array.from({ length: WORD_LETTERS }, () => 97 + random.integer(26));
  return String.fromCharCode(...letters);
}

/** The text with its longest run of letters and digits replaced. */
function withWord(text: string, word: string): string {
  const runs = [...text.matchAll(/[a-z0-9]+/gi)];
  const longest = runs.reduce<RegExpExecArray | undefined>(
    (best, run) => (best === undefined || run[0].length > best[0].length ? run : best),
    undefined,
  );
  if (longest === undefined) return text + word;
  return text.slice(0, longest.index) + word + text.slice(longest.index + longest[0].length);
}

function hexOf(word: string): string {
  return [...word].map((letter) => (letter.charCodeAt(0) % 16).toString(16)).join('');
}

function guidOf(word: string, random: Random): string {
  const group = (digits: number) =>
    Array.from({ length: digits }, () => random.integer(16).toString(16)).join('');
  return `{${group(8)}-${group(4)}-${group(4)}-${group(4)}-${hexOf(word).slice(0, GUID_WORD)}}`;
}

/** Numbers that break no further rule, named where they are too many to meet by chance. */
function mixedNumbers({ table, row, other, brokenRules }: CanaryShape, random: Random) {
  const keys = foreignKeys(table);
  const measured = table.columns.flatMap(({ name, kind }, at) =>
    MEASURED.includes(kind) &&
    !keys.has(name) &&
    typeof row[at] === 'number' &&
    typeof other[at] === 'number'
      ? [{ name, at }]
      : [],
  );
  const before = new Set(brokenRules(row));
  for (let draw = 0; draw < TRIES; draw += 1) {
    const cells = [...row];
    for (const { at } of measured) cells[at] = between(Number(row[at]), Number(other[at]), random);
    if (brokenRules(cells).some((rule) => !before.has(rule))) continue;
    const combinations = measured.reduce(
      (product, { at }) => product * (1 + Math.abs(Number(row[at]) - Number(other[at]))),
      1,
    );
    const named = combinations < LEAST_COMBINATIONS ? [] : measured;
    const numbers = Object.fromEntries(named.map(({ name, at }) => [name, Number(cells[at])]));
    return { cells, numbers };
  }
  return { cells: row, numbers: {} };
}

/** A number between two, even in their logarithms, so that heavy tails get no heavier. */
function between(one: number, other: number, random: Random): number {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  const shift = 1 - low;
  const found = Math.exp(random.next() * Math.log(high + shift)) - shift;
  return Number.isInteger(one) && Number.isInteger(other) ? Math.round(found) : found;
}

/** Position of a table's own integer key, -1 where it has none. */
export function ownKeyIndex(table: TableSchema): number {
  const name = table.primaryKey.at(-1);
  if (name === undefined || table.primaryKey.length < 2) return -1;
  const at = columnIndex(table, name);
  return table.columns[at]?.kind === 'key' ? at : -1;
}
