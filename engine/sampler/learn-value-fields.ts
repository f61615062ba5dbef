import type { EncoderForm } from '../core/encoder-form.ts';
import { defined } from '../core/invariant.ts';
import type { Value } from '../core/row.ts';
import { analyzeCategory, categoryEncoder } from '../encoders/category-encoder.ts';
import { chooseEncoder, type EncoderChoice } from '../encoders/choose-encoder.ts';
import type { Sample } from '../encoders/encoder.ts';
import { COPY_CARDINALITY, DRAWN_COPIES, type Field } from '../encoders/field.ts';
import type { NumberTally } from '../encoders/number-tally.ts';
import {
  analyzeNumeric,
  codesBySize,
  numericEncoder,
  tallyFor,
} from '../encoders/numeric-encoder.ts';
import type { PrivateTokens } from '../encoders/private-tokens.ts';
import { settleNumeric } from '../encoders/settle-numeric.ts';
import { analyzeText } from '../encoders/text/analyze-text.ts';
import { withoutAccount } from '../encoders/text/text-names.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import type { VariableSpec } from '../models/code-space.ts';
import { type ColumnSchema, isNumericKind } from '../schema/column.ts';

import { FIRST } from '../sequences/codes.ts';
import { type TableStore, timesOf } from '../sequences/table-store.ts';
import type { DomainSource, LearnedDomain } from './learn-domains.ts';
import { textPairs } from './text-pairs.ts';

/** What the fields of a table are learned from. */
export interface FieldSource extends DomainSource {
  readonly domains: readonly LearnedDomain[];
  readonly privateTokens: PrivateTokens;
  /** Marks that other tables' rows put on this one's: these columns are not drawn. */
  readonly marked: ReadonlySet<string>;
  readonly baseUs: number;
  /** By `table.column`: how its values are coded, where the choice by the data is wrong. */
  readonly encoders: Readonly<Record<string, EncoderForm>>;
  /** Hides what the filters of texts hold. */
  readonly salt: number;
  /** By table that is learned: codes of the variable that says most about its rows. */
  readonly profiles: ReadonlyMap<string, number>;
  /** By subject: number of the one who stands behind it, where several subjects are one host's. */
  readonly holders: Int32Array;
}

/** Collects the variables of a record in the order of drawing. */
export class VariableBook {
  readonly variables: VariableSpec[] = [];

  add(
    one: Partial<VariableSpec> & { readonly name: string; readonly cardinality: number },
  ): number {
    const anchor = this.variables.length === 0 ? -1 : 0;
    return this.variables.push({ given: false, guarded: false, anchor, ...one }) - 1;
  }
}

/** A column whose field is learned. */
export interface FieldTask {
  readonly store: TableStore;
  readonly column: number;
  readonly schema: ColumnSchema;
  readonly source: FieldSource;
  readonly book: VariableBook;
}

/**
 * Learns the field of a column that holds a value of its own.
 *
 * @throws ScenarioError if the scenario asks for an encoder that the column cannot have
 */
export function valueField(task: FieldTask, fields: readonly Field[]): Field {
  const { schema, column, book } = task;
  const { encoding } = choiceOf(task);
  if (encoding === 'guid') {
    const variable = book.add({ name: schema.name, cardinality: FIRST + 1, guarded: true });
    return { type: 'guid', column, variable };
  }
  if (encoding === 'moment') return momentField(task);
  if (isNumericKind(schema.kind)) return numberField(task, fields);
  return encoding === 'text' ? textField(task, fields) : categoryField(task);
}

/** The encoder of the column; that of numbers is known once they are counted. */
function choiceOf({ store, schema, source }: FieldTask, numbers?: NumberTally): EncoderChoice {
  const table = store.layout.table.name;
  const override = source.encoders[`${table}.${schema.name}`];
  const counts = numbers === undefined ? {} : { numbers };
  return chooseEncoder(schema, counts, { k: source.k, table, override });
}

function momentField(task: FieldTask): Field {
  const { store, column, source, book, schema } = task;
  const numbers = defined(store.columns[column], 'column was read').numbers;
  const times = timesOf(store);
  const sample = numbersOf(task, (row) => (numbers[row] as number) - (times[row] ?? source.baseUs));
  const stats = analyzeNumeric(protectedNumbers(task, sample), {
    k: source.k,
    exactBelow: 1,
    barriers: [0],
  });
  const variable = book.add({
    name: schema.name,
    cardinality: numericEncoder(stats).cardinality,
    order: codesBySize(stats),
    guarded: true,
  });
  return { type: 'moment', column, variable, stats };
}

function numbersOf(task: FieldTask, value: (row: number) => number): Sample<number> {
  return sampleOf(task, (row) => {
    const one = value(row);
    return Number.isNaN(one) ? null : one;
  });
}

/**
 * The column's cells with the subject behind each; of the root's, the one who stands behind the
 * subject, so that k spans of one host do not share their host's own values.
 */
function sampleOf<T>(task: FieldTask, value: (row: number) => T | null): Sample<T> {
  const { store, source } = task;
  const length = store.rows;
  // NOTE: differential privacy hides one subject, so that each counts by itself.
  if (store.layout.table.role !== 'subject' || source.protection !== undefined) {
    return { length, value, subject: (row) => store.subjects[row] ?? row };
  }
  const { holders } = source;
  const order = Int32Array.from({ length }, (_, row) => row);
  order.sort((a, b) => (holders[a] as number) - (holders[b] as number) || a - b);
  return {
    length,
    value: (at) => value(order[at] as number),
    subject: (at) => holders[order[at] as number] as number,
  };
}

function protectedNumbers(task: FieldTask, sample: Sample<number>, isRatio = false) {
  const { store, schema, source } = task;
  return source.protection?.numbers({ table: store.layout, schema, isRatio }, sample) ?? sample;
}

/** The column's labels, or those that were counted with noise. */
function labelsOf<T extends Exclude<Value, null>>(
  task: FieldTask,
  value: (row: number) => T | null,
): Sample<T> {
  const { store, schema, source } = task;
  const sample = sampleOf(task, value);
  return source.protection?.labels({ table: store.layout, schema }, sample) ?? sample;
}

function numberField(task: FieldTask, fields: readonly Field[]): Field {
  const { store, column, source, book, schema } = task;
  const numbers = defined(store.columns[column], 'column was read').numbers;
  const isChosen = source.encoders[`${store.layout.table.name}.${schema.name}`] !== undefined;
  const hasDivisor = schema.kind === 'integer' && !isChosen;
  const divisor = hasDivisor ? divisorOf(store, column, fields) : -1;
  const below = store.columns[divisor]?.numbers;
  const value = (row: number) =>
    below === undefined ? (numbers[row] as number) : ratioOf(numbers[row], below[row]);
  const isReal = schema.kind === 'real';
  const isRatio = divisor >= 0;
  const tally = tallyFor(protectedNumbers(task, numbersOf(task, value), isRatio), source.k);
  const choice = choiceOf(task, tally);
  const options = isRatio ? { k: source.k, exactBelow: 1, barriers: [28, 40] } : choice.numeric;
  const raw = settleNumeric(tally, options);
  const stats = isReal || isRatio ? raw : { ...raw, step: Math.max(1, raw.step) };
  const isOrdered = isRatio || choice.isOrdered || choice.encoding === 'key';
  const twin = isRatio ? -1 : twinOf(store, column);
  const copy =
    stats.edges.length === 0
      ? -1
      : book.add({ name: `${schema.name} copy`, cardinality: COPY_CARDINALITY, guarded: true });
  const variable = book.add({
    name: schema.name,
    cardinality: numericEncoder(stats).cardinality,
    guarded: true,
    ...(isOrdered ? { order: codesBySize(stats) } : {}),
    ...(copy >= 0 ? { when: { variable: copy, codes: DRAWN_COPIES } } : {}),
  });
  return { type: 'number', column, copy, variable, stats, divisor, twin, isReal };
}

/** Share of rows from which on another column's last cell counts as this one's twin. */
const TWIN_SHARE = 0.05;

/** The other column of the kind whose cell in the row before is repeated most often; -1 for none. */
function twinOf(store: TableStore, column: number): number {
  const { columns } = store.layout.table;
  const own = defined(store.columns[column], 'column was read').numbers;
  let [best, most] = [-1, TWIN_SHARE * store.rows];
  for (const [at, one] of columns.entries()) {
    if (at === column || one.kind !== columns[column]?.kind) continue;
    const other = defined(store.columns[at], 'column was read').numbers;
    let repeats = 0;
    for (let row = 1; row < store.rows; row += 1) {
      const isNext = store.subjects[row] === store.subjects[row - 1];
      if (isNext && own[row] === other[row - 1] && own[row] !== own[row - 1]) repeats += 1;
    }
    if (repeats > most) [best, most] = [at, repeats];
  }
  return best;
}

/** The quotient, zero of zero, missing where it has no meaning. */
export function ratioOf(value: number | undefined, divisor: number | undefined): number {
  if (value === undefined || divisor === undefined || !(divisor > 0)) return Number.NaN;
  return value / divisor;
}

/** The nearest earlier integer column of which this one is a multiple of 20 or more, or both are 0, but for stray rows. */
function divisorOf(store: TableStore, column: number, fields: readonly Field[]): number {
  const own = defined(store.columns[column], 'column was read').numbers;
  for (const one of [...fields].reverse()) {
    if (one.type !== 'number' || one.divisor >= 0) continue;
    if (store.layout.table.columns[one.column]?.kind !== 'integer') continue;
    const other = defined(store.columns[one.column], 'column was read').numbers;
    if (isMultiple(own, other)) return one.column;
  }
  return -1;
}

function isMultiple(values: Float64Array, divisors: Float64Array): boolean {
  let [positive, broken] = [0, 0];
  for (let row = 0; row < values.length; row += 1) {
    const [value, divisor] = [values[row] as number, divisors[row] as number];
    if (Number.isNaN(value) && Number.isNaN(divisor)) continue;
    const isZero = divisor === 0 && value === 0;
    if (!isZero && !(divisor > 0 && value >= 20 * divisor)) broken += 1;
    if (divisor > 0) positive += 1;
  }
  return positive >= 20 && broken <= STRAY * values.length;
}

/** Share of rows that may break what holds for all others, as planted and damaged ones do. */
const STRAY = 0.001;

function categoryField(task: FieldTask): Field {
  const { store, column, source, book, schema } = task;
  const one = defined(store.columns[column], 'column was read');
  const isBoolean = schema.kind === 'boolean';
  const value = (row: number): Exclude<Value, null> | null => {
    if (isBoolean) return Number.isNaN(one.numbers[row]) ? null : one.numbers[row] === 1;
    return one.dictionary?.values[one.codes[row] as number] ?? null;
  };
  const table = store.layout.table.name;
  const stats = analyzeCategory(
    labelsOf(task, value),
    (label, subjects) =>
      isBoolean ||
      schema.protection === 'none' ||
      source.isPublic(table, schema.name, schema.kind, String(label)) ||
      (subjects >= source.k && !source.privateTokens.isIn(String(label))),
  );
  const variable = book.add({
    name: schema.name,
    cardinality: categoryEncoder(stats).cardinality,
    guarded: true,
    guard: true,
  });
  return { type: 'category', column, variable, stats, isBoolean };
}

function textField(task: FieldTask, fields: readonly Field[]): Field {
  const { store, column, source, book, schema } = task;
  const one = defined(store.columns[column], 'column was read');
  const value = (row: number) => {
    const known = one.dictionary?.values[one.codes[row] as number];
    if (known === undefined) return null;
    return source.protection === undefined ? String(known) : withoutAccount(String(known));
  };
  const table = store.layout.table.name;
  const stats = analyzeText(labelsOf(task, value), {
    mayLeave: (text, subjects) =>
      source.isPublic(table, schema.name, schema.kind, text) ||
      ((schema.protection === 'none' || subjects >= source.k) && !source.privateTokens.isIn(text)),
    k: source.k,
    privateKind: source.privateTokens.kindOf,
    salt: source.salt,
  });
  const copy = book.add({ name: `${schema.name} copy`, cardinality: COPY_CARDINALITY });
  const cardinality = textEncoder(stats).cardinality;
  const when = { variable: copy, codes: DRAWN_COPIES };
  const variable = book.add({ name: schema.name, cardinality, when });
  const field = { type: 'text', column, copy, variable, stats } as const;
  const pairs = source.protection === undefined ? textPairs(store, field, fields) : null;
  return { ...field, pairs };
}
