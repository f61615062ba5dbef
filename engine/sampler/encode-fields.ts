import { defined } from '../core/invariant.ts';
import type { Value } from '../core/row.ts';
import { categoryEncoder } from '../encoders/category-encoder.ts';
import { COPY, type Field } from '../encoders/field.ts';
import {
  classCode,
  codeOfToken,
  type IdentityShape,
  type TokenFacts,
} from '../encoders/identity-codes.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import type { RecordCodes } from '../models/code-space.ts';

import { FIRST, MISSING } from '../sequences/codes.ts';
import type { RecencyList } from '../sequences/recency.ts';
import { type ColumnStore, type TableStore, timesOf } from '../sequences/table-store.ts';
import type { LearnedDomain } from './learn-domains.ts';
import { ratioOf } from './learn-value-fields.ts';

/** The place at which a training row is encoded. */
export interface EncodePlace {
  readonly row: number;
  readonly subject: number;
  /** Rows of the same table drawn before, -1 where there is none. */
  readonly lag1: number;
  readonly lag2: number;
  /** By domain: names that the subject has met. */
  readonly met: readonly RecencyList[];
}

/** Writes the codes of one field of a training row. */
export type FieldEncoder = (place: EncodePlace) => void;

/** What field encoders work on. */
export interface FieldTask {
  readonly store: TableStore;
  readonly codes: RecordCodes;
  readonly domains: readonly LearnedDomain[];
  readonly tokensOf: (columns: readonly number[]) => Int32Array;
  readonly baseUs: number;
}

/** The encoder of a field that stands for itself; relations and marks are the timeline's. */
export function fieldEncoder(field: Field, task: FieldTask): FieldEncoder | null {
  switch (field.type) {
    case 'number':
      return numberCodes(field, task);
    case 'moment':
      return momentCodes(field, task);
    case 'category':
      return categoryCodes(field, task);
    case 'text':
      return textCodes(field, task);
    case 'identity':
      return identityCodes(field, task);
    case 'slot':
      return slotCodes(field, task);
    case 'guid':
      return guidCodes(field, task);
    default:
      return null;
  }
}

type Of<T extends Field['type']> = Extract<Field, { readonly type: T }>;

function columnOf(task: FieldTask, column: number): ColumnStore {
  return defined(task.store.columns[column], 'column was read');
}

function codesOf(task: FieldTask, variable: number): Uint16Array {
  return defined(task.codes.codes[variable], 'variable has codes');
}

/** Cells that another may repeat: its own column's in the two rows before, its twin's in the last. */
export interface CopySources {
  readonly lag1: number;
  readonly lag2: number;
  readonly twin: number;
}

/** Where a cell comes from; NaN stands for a missing one. */
export function copyCode(value: number, { lag1, lag2, twin }: CopySources): number {
  if (Number.isNaN(value)) return COPY.missing;
  if (Number.isNaN(lag1) && Number.isNaN(lag2)) return COPY.first;
  if (value === lag1) return COPY.lag1;
  if (value === twin) return COPY.twin;
  return value === lag2 ? COPY.lag2 : COPY.fresh;
}

function numberCodes(field: Of<'number'>, task: FieldTask): FieldEncoder {
  const { numbers } = columnOf(task, field.column);
  const divisors = task.store.columns[field.divisor]?.numbers;
  const twins = task.store.columns[field.twin]?.numbers;
  const encoder = numericEncoder(field.stats);
  const target = codesOf(task, field.variable);
  const copies = field.copy < 0 ? null : codesOf(task, field.copy);
  const at = (row: number) => {
    if (row < 0) return Number.NaN;
    return divisors === undefined ? (numbers[row] as number) : ratioOf(numbers[row], divisors[row]);
  };
  return ({ row, lag1, lag2 }) => {
    const value = at(row);
    target[row] = encoder.encode(Number.isNaN(value) ? null : value);
    if (copies === null) return;
    const twin = lag1 < 0 ? Number.NaN : (twins?.[lag1] ?? Number.NaN);
    copies[row] = copyCode(value, { lag1: at(lag1), lag2: at(lag2), twin });
  };
}

function momentCodes(field: Of<'moment'>, task: FieldTask): FieldEncoder {
  const { numbers } = columnOf(task, field.column);
  const times = timesOf(task.store);
  const encoder = numericEncoder(field.stats);
  const target = codesOf(task, field.variable);
  return ({ row }) => {
    const value = (numbers[row] as number) - (times[row] ?? task.baseUs);
    target[row] = encoder.encode(Number.isNaN(value) ? null : value);
  };
}

function categoryCodes(field: Of<'category'>, task: FieldTask): FieldEncoder {
  const column = columnOf(task, field.column);
  const encoder = categoryEncoder(field.stats);
  const target = codesOf(task, field.variable);
  if (field.isBoolean) {
    return ({ row }) => {
      const value = column.numbers[row] as number;
      target[row] = encoder.encode(Number.isNaN(value) ? null : value === 1);
    };
  }
  const table = (column.dictionary?.values ?? []).map((value) => encoder.encode(value));
  return ({ row }) => {
    target[row] = table[column.codes[row] as number] ?? MISSING;
  };
}

function textCodes(field: Of<'text'>, task: FieldTask): FieldEncoder {
  const { codes, dictionary } = columnOf(task, field.column);
  const encoder = textEncoder(field.stats);
  const target = codesOf(task, field.variable);
  const copies = codesOf(task, field.copy);
  const table = (dictionary?.values ?? []).map((value) => encoder.encode(String(value)));
  const at = (row: number) => {
    const code = row < 0 ? -1 : (codes[row] as number);
    return code < 0 ? Number.NaN : code;
  };
  return ({ row, lag1, lag2 }) => {
    target[row] = table[codes[row] as number] ?? MISSING;
    copies[row] = copyCode(at(row), { lag1: at(lag1), lag2: at(lag2), twin: Number.NaN });
  };
}

/** Sizes of a domain's identity codes. */
export function shapeOf(domain: LearnedDomain['story']): IdentityShape {
  const { slots, literals, classes } = domain;
  return { slots: slots.length, literals: literals.length, classes: classes.length };
}

function identityCodes(field: Of<'identity'>, task: FieldTask): FieldEncoder {
  const domain = defined(task.domains[field.domain], 'domain was learned');
  const tokens = task.tokensOf(field.columns);
  const target = codesOf(task, field.variable);
  const classes = codesOf(task, field.classVariable);
  const shape = shapeOf(domain.story);
  let subject = 0;
  const facts: TokenFacts = {
    slotOf: (token) => domain.slotTokens.findIndex((one) => one[subject] === token),
    literalOf: (token) => domain.literalOf[token] as number,
    classOf: (token) => domain.classOf[token] as number,
  };
  return (place) => {
    subject = place.subject;
    const token = tokens[place.row] as number;
    const met = defined(place.met[field.domain], 'domain has a list');
    target[place.row] = codeOfToken(token, met, facts, shape);
    classes[place.row] = classCode(token, facts);
    const isForeign = token >= 0 && facts.slotOf(token) < 0 && facts.literalOf(token) < 0;
    if (isForeign) met.touch(token);
  };
}

function slotCodes(field: Of<'slot'>, task: FieldTask): FieldEncoder {
  const domain = defined(task.domains[field.domain], 'domain was learned');
  const { codes } = columnOf(task, field.column);
  const target = codesOf(task, field.variable);
  return ({ row }) => {
    const token = codes[row] as number;
    const literal = token < 0 ? -1 : (domain.literalOf[token] as number);
    const scope = token < 0 ? 0 : (domain.scopeOf[token] as number);
    const own = literal < 0 ? domain.story.literals.length + scope : literal;
    target[row] = token < 0 ? MISSING : FIRST + own;
  };
}

function guidCodes(field: Of<'guid'>, task: FieldTask): FieldEncoder {
  const { codes } = columnOf(task, field.column);
  const target = codesOf(task, field.variable);
  return ({ row }) => {
    target[row] = (codes[row] as number) < 0 ? MISSING : FIRST;
  };
}

/** The value of a stored cell. */
export function cellAt(column: ColumnStore, row: number): Value {
  if (column.numbers.length > 0) {
    const value = column.numbers[row] as number;
    return Number.isNaN(value) ? null : value;
  }
  return column.dictionary?.values[column.codes[row] as number] ?? null;
}
