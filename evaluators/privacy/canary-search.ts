import type { Row, Value } from '../../engine/core/row.ts';
import type { Canary } from '../../engine/schema/canary.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { columnIndex } from '../../engine/schema/table-schema.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';

/** How many planted records came out; numbers only. */
export interface CanaryFindings {
  readonly planted: number;
  /** Records of which anything came out. */
  readonly emitted: number;
  /** Records whose words all came out, in whatever rows. */
  readonly whole: number;
  /** Unique words planted, and how many of them came out. */
  readonly words: number;
  readonly wordsEmitted: number;
  /** Records whose numbers came out together in one row. */
  readonly numbersEmitted: number;
}

/** A search that sees every synthetic subject once. */
export interface CanarySearch {
  add(subject: SubjectRows): void;
  found(): CanaryFindings;
}

const WORD = /[a-z0-9]{8,}/g;
const LONG_RUN = 13;
const TEXTS_REMEMBERED = 200_000;
/** Fewer numbers may meet by chance. */
const LEAST_NUMBERS = 3;

/**
 * Opens a search for planted records in a whole synthetic side.
 *
 * A word is found in any text of any row, inside other text and in any case. Numbers are found where
 * one row of the canary's table holds all of them (only for canaries with at least 3).
 *
 * @throws SchemaError if a canary names a table's column that the schema lacks
 */
export function openCanarySearch(
  canaries: readonly Canary[],
  schema: DatabaseSchema,
): CanarySearch {
  const owners = new Map<string, number>();
  for (const [at, { words }] of canaries.entries()) {
    for (const word of words) owners.set(word.toLowerCase(), at);
  }
  const texts = createTextScan(new Set(owners.keys()));
  const numbers = createNumberScan(canaries, schema);
  const scan = (row: Row) => {
    for (const value of row) if (typeof value === 'string') texts.add(value);
  };
  return {
    add({ row, tables }) {
      scan(row);
      for (const [table, rows] of tables) {
        for (const one of rows) {
          scan(one);
          numbers.add(table, one);
        }
      }
    },
    found: () => findingsOf(canaries, texts.found, numbers.found),
  };
}

function findingsOf(
  canaries: readonly Canary[],
  words: ReadonlySet<string>,
  numbers: ReadonlySet<number>,
): CanaryFindings {
  const isFound = (word: string) => words.has(word.toLowerCase());
  const count = (test: (canary: Canary, at: number) => boolean) => canaries.filter(test).length;
  return {
    planted: canaries.length,
    emitted: count((one, at) => numbers.has(at) || one.words.some(isFound)),
    whole: count((one) => one.words.length > 0 && one.words.every(isFound)),
    words: canaries.reduce((sum, one) => sum + one.words.length, 0),
    wordsEmitted: words.size,
    numbersEmitted: numbers.size,
  };
}

/** Remembers texts that held nothing, as most texts recur. */
function createTextScan(wanted: ReadonlySet<string>) {
  const found = new Set<string>();
  const seen = new Set<string>();
  const add = (text: string) => {
    if (wanted.size === 0 || seen.has(text)) return;
    if (seen.size < TEXTS_REMEMBERED) seen.add(text);
    const runs = text.toLowerCase().match(WORD) ?? [];
    for (const word of runs.flatMap((run) => wordsIn(run, wanted))) found.add(word);
  };
  return { add, found };
}

/** The word that a run of letters is, or those that stand inside a longer one. */
function wordsIn(run: string, wanted: ReadonlySet<string>): readonly string[] {
  if (wanted.has(run)) return [run];
  return run.length < LONG_RUN ? [] : [...wanted].filter((word) => run.includes(word));
}

function createNumberScan(canaries: readonly Canary[], schema: DatabaseSchema) {
  const found = new Set<number>();
  const wanted = new Map<string, { at: number; cells: readonly (readonly [number, Value])[] }[]>();
  for (const [at, { table, numbers }] of canaries.entries()) {
    const owner = schema.tables.find(({ name }) => name === table);
    const named = Object.entries(numbers);
    if (owner === undefined || named.length < LEAST_NUMBERS) continue;
    const cells = named.map(([name, value]) => [columnIndex(owner, name), value] as const);
    wanted.set(table, [...(wanted.get(table) ?? []), { at, cells }]);
  }
  const add = (table: string, row: Row) => {
    for (const { at, cells } of wanted.get(table) ?? []) {
      if (cells.every(([column, value]) => row[column] === value)) found.add(at);
    }
  };
  return { add, found };
}
