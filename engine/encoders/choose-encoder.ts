import { ENCODER_FORMS, type EncoderForm, type Encoding } from '../core/encoder-form.ts';
import { ScenarioError } from '../core/errors.ts';
import type { Value } from '../core/row.ts';
import type { ColumnKind, ColumnSchema } from '../schema/column.ts';
import type { Tally } from './encoder.ts';
import { areFlagSets } from './flag-letters.ts';
import type { NumberTally } from './number-tally.ts';
import { isDiscrete, type NumericOptions } from './settle-numeric.ts';

/** Counts of a column: of numbers, of labels, or none where its kind says all. */
export interface ColumnCounts {
  readonly numbers?: NumberTally;
  readonly labels?: readonly Tally<Exclude<Value, null>>[];
}

/** The encoder of a column. */
export interface EncoderChoice {
  readonly encoding: Encoding;
  /** Neighbouring codes are alike, so that a model may cut between them. */
  readonly isOrdered: boolean;
  /** For numbers: what to pass to `settleNumeric`. */
  readonly numeric: NumericOptions;
}

/** What the choice depends on beside the column. */
export interface ChoiceOptions {
  readonly k: number;
  /** The table of the column. */
  readonly table: string;
  /** The scenario's wish. */
  readonly override?: EncoderForm | undefined;
}

const PORT = { exactBelow: 1024, width: 100, maximum: 65_536 } as const;
const MAX_UNORDERED = 32;
/** Share of the rows that the few integers have between them. */
const NOMINAL_SHARE = 0.95;

const NUMBERS: readonly Encoding[] = ['exact', 'numeric', 'category'];
const TEXTS: readonly Encoding[] = ['text', 'category'];

/** Encodings that a kind allows, the usual one first. */
const ALLOWED: Readonly<Record<ColumnKind, readonly Encoding[]>> = {
  key: ['key'],
  integer: NUMBERS,
  real: NUMBERS,
  boolean: ['category'],
  category: ['category', 'text', 'flags'],
  time: ['moment'],
  duration: NUMBERS,
  address: ['identity'],
  port: ['port', ...NUMBERS],
  fqdn: ['identity'],
  user: ['identity'],
  path: TEXTS,
  text: TEXTS,
  guid: ['guid'],
};

/**
 * Chooses the encoder of a column by its kind and its data.
 *
 * @throws ScenarioError if the override does not fit the column's kind
 */
export function chooseEncoder(
  column: ColumnSchema,
  counts: ColumnCounts,
  options: ChoiceOptions,
): EncoderChoice {
  const { k, table, override } = options;
  const encoding = override ?? usualEncoding(column, counts, k);
  const allowed = ALLOWED[column.kind];
  if (!allowed.includes(encoding)) {
    const place = `${table}.${column.name}`;
    throw new ScenarioError(
      `model.encoders.${place}: a ${column.kind} is never coded so: ${encoding}; ${adviceFor(allowed)}`,
      { column: place, encoding },
    );
  }
  return {
    encoding,
    isOrdered: isOrdered(encoding, () => override === undefined && isNominal(column, counts, k)),
    numeric: numericOptions(encoding, k),
  };
}

function adviceFor(allowed: readonly Encoding[]): string {
  const forms = ENCODER_FORMS.filter((one) => allowed.includes(one));
  return forms.length === 0 ? 'leave it out' : `use one of ${forms.join(', ')}`;
}

function isOrdered(encoding: Encoding, isNominalNow: () => boolean): boolean {
  if (encoding === 'exact' || encoding === 'numeric') return !isNominalNow();
  return encoding === 'port' || encoding === 'moment';
}

function usualEncoding(column: ColumnSchema, counts: ColumnCounts, k: number): Encoding {
  const [usual] = ALLOWED[column.kind];
  if (column.kind === 'category') {
    const values = (counts.labels ?? []).map((one) => one.value);
    return values.length > 0 && areFlagSets(values) ? 'flags' : 'category';
  }
  if (usual !== 'exact') return usual as Encoding;
  const isExact = counts.numbers !== undefined && isDiscrete(counts.numbers, { k, exactBelow: 1 });
  return isExact ? 'exact' : 'numeric';
}

/** What `settleNumeric` is to do. */
const FORMS: Readonly<Partial<Record<Encoding, 'exact' | 'binned'>>> = {
  exact: 'exact',
  category: 'exact',
  numeric: 'binned',
};

function numericOptions(encoding: Encoding, k: number): NumericOptions {
  if (encoding === 'port') return { k, ...PORT };
  return { k, exactBelow: 1, barriers: [0], form: FORMS[encoding] ?? 'auto' };
}

/** A few integers far apart, as types of service are: names rather than amounts. */
function isNominal(column: ColumnSchema, { numbers }: ColumnCounts, k: number): boolean {
  if (column.kind !== 'integer' || numbers === undefined) return false;
  const shared = [...numbers.lows.keys()].filter((at) => (numbers.subjects[at] as number) >= k);
  const [first, last] = [shared[0], shared[shared.length - 1]];
  if (first === undefined || last === undefined || shared.length > MAX_UNORDERED) return false;
  const rows = shared.reduce((sum, at) => sum + (numbers.rows[at] as number), 0);
  if (rows < NOMINAL_SHARE * numbers.totalRows) return false;
  const span = (numbers.highs[last] as number) - (numbers.lows[first] as number) + 1;
  return shared.length > 2 && 2 * shared.length < span;
}
