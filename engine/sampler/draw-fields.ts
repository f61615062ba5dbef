import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import type { Value } from '../core/row.ts';
import { categoryEncoder } from '../encoders/category-encoder.ts';
import { COPY, type Field } from '../encoders/field.ts';
import { actionOf, codeOfToken, type IdentityShape, RANKS } from '../encoders/identity-codes.ts';
import { numericEncoder, withinSafe } from '../encoders/numeric-encoder.ts';
import { type TextMaker, textEncoder } from '../encoders/text-encoder.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import type { RecencyList } from '../sequences/recency.ts';
import type { DrawnRow } from './drawn-row.ts';
import { copyCode } from './encode-fields.ts';
import { ratioOf } from './learn-value-fields.ts';
import type { PlannedDomain } from './plan-world.ts';
import type { StubQueue } from './stub-queue.ts';

/** Where a cell is drawn. */
export interface DrawPlace {
  readonly row: DrawnRow;
  readonly lag1: DrawnRow | null;
  readonly lag2: DrawnRow | null;
  readonly random: Random;
  readonly subject: number;
  readonly maker: TextMaker;
  /** By domain: names met, and those still to be met. */
  readonly met: readonly RecencyList[];
  readonly stubs: readonly StubQueue[];
  /** Value and token that the cell must have, by column. */
  readonly forced: ReadonlyMap<number, Forced>;
  readonly draw: (variable: number) => number;
}

export interface Forced {
  readonly value: Value;
  readonly token: number;
}

/** Draws one field of a row: its cells and its codes. */
export type FieldDrawer = (place: DrawPlace) => void;

/** What field drawers work on. */
export interface DrawTask {
  readonly domains: readonly PlannedDomain[];
  readonly shapes: readonly IdentityShape[];
  /** By column of the table: reads the cell of a reference row from a token. */
  readonly cellOf: (domain: number, token: number, part: number) => Value;
  readonly startUs: number;
}

type Of<T extends Field['type']> = Extract<Field, { readonly type: T }>;

const TRIES = 6;

/** The drawer of a field that stands for itself; the others are the plan's or the timeline's. */
export function fieldDrawer(field: Field, task: DrawTask): FieldDrawer | null {
  switch (field.type) {
    case 'number':
      return numberDrawer(field);
    case 'moment':
      return momentDrawer(field, task);
    case 'category':
      return categoryDrawer(field);
    case 'text':
      return textDrawer(field);
    case 'identity':
      return identityDrawer(field, task);
    case 'guid':
      return guidDrawer(field);
    default:
      return null;
  }
}

function numberDrawer(field: Of<'number'>): FieldDrawer {
  const encoder = numericEncoder(field.stats);
  const at = (row: DrawnRow | null) => {
    const value = row?.cells[field.column];
    if (row === null || typeof value !== 'number') return Number.NaN;
    return field.divisor < 0
      ? value
      : ratioOf(value, Number(row.cells[field.divisor] ?? Number.NaN));
  };
  const settle = (place: DrawPlace, value: number | null) => {
    const { row } = place;
    const coded =
      field.divisor < 0 || value === null
        ? value
        : ratioOf(value, Number(row.cells[field.divisor]));
    row.cells[field.column] = value;
    row.codes[field.variable] = encoder.encode(coded);
    const plain = coded ?? Number.NaN;
    if (field.copy >= 0) row.codes[field.copy] = copyCode(plain, at(place.lag1), at(place.lag2));
  };
  const fresh = (place: DrawPlace, copy: number) => {
    if (field.copy >= 0) place.row.codes[field.copy] = copy;
    const code = place.draw(field.variable);
    place.row.codes[field.variable] = code;
    return encoder.decode(code, place.random);
  };
  const drawn = (place: DrawPlace) => {
    if (field.copy < 0) return fresh(place, COPY.first);
    const [lag1, lag2] = [at(place.lag1), at(place.lag2)];
    const copy = settledCopy(place.draw(field.copy), lag1, lag2);
    place.row.codes[field.copy] = copy;
    if (copy === COPY.missing) return null;
    if (copy !== COPY.lag1 && copy !== COPY.lag2) return fresh(place, copy);
    const known = copy === COPY.lag1 ? lag1 : lag2;
    place.row.codes[field.variable] = encoder.encode(known);
    return known;
  };
  return (place) => {
    const forced = place.forced.get(field.column);
    if (forced !== undefined) settle(place, forced.value as number | null);
    else if (field.divisor >= 0) drawMultiple(place, field, { drawn, settle });
    else place.row.cells[field.column] = drawn(place);
  };
}

/** The copy that is possible: nothing is repeated where nothing stands. */
function settledCopy(copy: number, lag1: number, lag2: number): number {
  if (copy === COPY.missing) return copy;
  if (Number.isNaN(lag1) && Number.isNaN(lag2)) return COPY.first;
  if (copy === COPY.lag1 && !Number.isNaN(lag1)) return copy;
  return copy === COPY.lag2 && !Number.isNaN(lag2) ? copy : COPY.fresh;
}

/** A value that is so many times another cell; zero of zero, missing of missing. */
function drawMultiple(
  place: DrawPlace,
  field: Of<'number'>,
  of: {
    readonly drawn: (place: DrawPlace) => number | null;
    readonly settle: (place: DrawPlace, value: number | null) => void;
  },
): void {
  const divisor = place.row.cells[field.divisor];
  if (typeof divisor !== 'number' || divisor === 0) {
    of.settle(place, divisor === 0 ? 0 : null);
    return;
  }
  let ratio = of.drawn(place);
  for (let tries = 0; tries < TRIES && (ratio === null || ratio === 0); tries += 1)
    ratio = of.drawn(place);
  place.row.cells[field.column] = withinSafe(Math.round((ratio ?? 40) * divisor));
}

function momentDrawer(field: Of<'moment'>, task: DrawTask): FieldDrawer {
  const encoder = numericEncoder(field.stats);
  return (place) => {
    const code = place.draw(field.variable);
    const { row } = place;
    row.codes[field.variable] = code;
    const distance = encoder.decode(code, place.random);
    const base = Number.isNaN(row.time) ? task.startUs : row.time;
    row.cells[field.column] = distance === null ? null : withinSafe(Math.round(base + distance));
  };
}

function categoryDrawer(field: Of<'category'>): FieldDrawer {
  const encoder = categoryEncoder(field.stats);
  return (place) => {
    const forced = place.forced.get(field.column);
    const code = forced === undefined ? place.draw(field.variable) : encoder.encode(forced.value);
    place.row.codes[field.variable] = code;
    const value = forced === undefined ? encoder.decode(code, place.random) : forced.value;
    place.row.cells[field.column] = value;
    if (field.isBoolean && value !== null) place.row.cells[field.column] = value === true;
  };
}

function textDrawer(field: Of<'text'>): FieldDrawer {
  const encoder = textEncoder(field.stats);
  const has = (row: DrawnRow | null) =>
    typeof row?.cells[field.column] === 'string' ? 1 : Number.NaN;
  return (place) => {
    const { row } = place;
    const copy = settledCopy(place.draw(field.copy), has(place.lag1), has(place.lag2));
    row.codes[field.copy] = copy;
    row.cells[field.column] = null;
    row.codes[field.variable] = MISSING;
    if (copy === COPY.missing) return;
    const from = copy === COPY.lag1 ? place.lag1 : copy === COPY.lag2 ? place.lag2 : null;
    const known = from?.cells[field.column];
    if (from !== null && typeof known === 'string') {
      row.cells[field.column] = known;
      row.codes[field.variable] = from.codes[field.variable] as number;
      return;
    }
    const code = place.draw(field.variable);
    row.codes[field.variable] = code;
    row.cells[field.column] = encoder.make(code, place.random, place.maker);
  };
}

function identityDrawer(field: Of<'identity'>, task: DrawTask): FieldDrawer {
  const domain = defined(task.domains[field.domain], 'domain was planned');
  const shape = defined(task.shapes[field.domain], 'domain has a shape');
  const [first = 0] = field.columns;
  return (place) => {
    const met = defined(place.met[field.domain], 'domain has a list');
    const stubs = defined(place.stubs[field.domain], 'domain has stubs');
    const slotOf = (token: number) => domain.own.findIndex((one) => one[place.subject] === token);
    const literalOf = (token: number) =>
      token >= domain.literalBase ? token - domain.literalBase : -1;
    const facts = {
      slotOf,
      literalOf,
      classOf: (token: number) => domain.classes[token] as number,
    };
    const forced = place.forced.get(first);
    const token =
      forced === undefined ? drawToken(place, field, { domain, shape, met, stubs }) : forced.token;
    place.row.codes[field.variable] = codeOfToken(token, met, facts, shape);
    for (const [part, column] of field.columns.entries()) {
      place.row.tokens[column] = token;
      place.row.cells[column] = token < 0 ? null : task.cellOf(field.domain, token, part);
    }
    if (token < 0 || slotOf(token) >= 0 || literalOf(token) >= 0) return;
    if (!met.has(token)) stubs.use(token);
    met.touch(token);
  };
}

interface TokenTask {
  readonly domain: PlannedDomain;
  readonly shape: IdentityShape;
  readonly met: RecencyList;
  readonly stubs: StubQueue;
}

function drawToken(place: DrawPlace, field: Of<'identity'>, task: TokenTask): number {
  const { domain, met, stubs } = task;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const token = tokenOf(place.draw(field.variable), place, task);
    if (token !== null) return token;
  }
  const next = stubs.peek(-1, domain.classes);
  if (next >= 0) return next;
  if (met.size > 0) return met.ofRank(1, 1);
  const own = domain.own.map((one) => one[place.subject] as number).find((one) => one >= 0);
  return own ?? 0;
}

/** The name that a code asks for, null where the subject has none such. */
function tokenOf(code: number, place: DrawPlace, task: TokenTask): number | null {
  const { domain, shape, met, stubs } = task;
  const action = actionOf(code, shape);
  switch (action.type) {
    case 'missing':
      return -1;
    case 'slot': {
      const own = domain.own[action.index]?.[place.subject] ?? -1;
      return own >= 0 ? own : null;
    }
    case 'literal':
      return domain.literalBase + action.index;
    case 'rank':
      return action.rank <= met.size ? met.ofRank(action.rank, RANKS) : null;
    case 'older':
      return met.size > RANKS ? met.at(place.random.integer(met.size)) : null;
    case 'new': {
      const next = stubs.peek(action.index, domain.classes);
      return next >= 0 ? next : null;
    }
  }
}

function guidDrawer(field: Of<'guid'>): FieldDrawer {
  return (place) => {
    const code = place.draw(field.variable);
    place.row.codes[field.variable] = code;
    place.row.cells[field.column] = code < FIRST ? null : freshGuid(place.random);
  };
}

function freshGuid(random: Random): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => random.integer(16).toString(16)).join('');
  return `{${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}}`;
}
