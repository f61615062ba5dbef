import { ScenarioError } from '../core/errors.ts';
import type { Value } from '../core/row.ts';
import type { ColumnKind, ColumnSchema } from '../schema/column.ts';
import type { Tally } from './encoder.ts';
import { areFlagSets } from './flag-letters.ts';
import type { NumberTally } from './number-tally.ts';
import { isDiscrete, type NumericOptions } from './settle-numeric.ts';

/** Ways in which a column becomes codes. */
export const ENCODINGS = [
  'exact', // shared numbers only, a rare one becomes its neighbour
  'binned', // frequent shared numbers, quantile bins for the rest
  'port', // below 1024 and frequent ones exact, the rest by hundreds
  'category', // labels without an order
  'flags', // labels that are sets of letters
  'moment', // a time as its distance from the row's
  'text', // values, classes and templates of texts
  'identity', // a name, by its part in the subject's life
  'guid', // new in every row
  'key', // numbered when rows are written
] as const;

export type Encoding = (typeof ENCODINGS)[number];

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
  /** The scenario's wish. */
  readonly override?: Encoding;
}

const PORT = { exactBelow: 1024, width: 100, maximum: 65_536 } as const;
const MAX_UNORDERED = 32;

const NUMBERS: readonly Encoding[] = ['exact', 'binned', 'port'];
const LABELS: readonly Encoding[] = ['category', 'flags'];

/** Encodings that a kind allows, the usual one first. */
const ALLOWED: Readonly<Record<ColumnKind, readonly Encoding[]>> = {
  key: ['key'],
  integer: NUMBERS,
  real: ['exact', 'binned'],
  boolean: ['category'],
  category: LABELS,
  time: ['moment'],
  duration: ['exact', 'binned'],
  address: ['identity'],
  port: ['port', 'exact', 'binned'],
  fqdn: ['identity'],
  user: ['identity'],
  path: ['text', 'category'],
  text: ['text', 'category'],
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
  const encoding = options.override ?? usualEncoding(column, counts, options.k);
  if (!ALLOWED[column.kind].includes(encoding)) {
    const fit = ALLOWED[column.kind].join(', ');
    throw new ScenarioError(
      `column ${column.name}: a ${column.kind} has no such encoding: ${encoding}; use one of ${fit}`,
      { column: column.name, encoding },
    );
  }
  const isOrdered = NUMBERS.includes(encoding)
    ? !(encoding === 'exact' && isNominal(column, counts.numbers, options.k))
    : encoding === 'moment';
  return { encoding, isOrdered, numeric: numericOptions(encoding, options.k) };
}

function usualEncoding(column: ColumnSchema, counts: ColumnCounts, k: number): Encoding {
  const [usual] = ALLOWED[column.kind];
  if (column.kind === 'category') {
    const values = (counts.labels ?? []).map((one) => one.value);
    return values.length > 0 && areFlagSets(values) ? 'flags' : 'category';
  }
  if (usual !== 'exact') return usual as Encoding;
  const isExact = counts.numbers !== undefined && isDiscrete(counts.numbers, { k, exactBelow: 1 });
  return isExact ? 'exact' : 'binned';
}

function numericOptions(encoding: Encoding, k: number): NumericOptions {
  if (encoding === 'port') return { k, ...PORT };
  const form = encoding === 'exact' || encoding === 'binned' ? encoding : 'auto';
  return { k, exactBelow: 1, barriers: [0], form };
}

/** A few integers far apart, as types of service are: names rather than amounts. */
function isNominal(column: ColumnSchema, tally: NumberTally | undefined, k: number): boolean {
  if (column.kind !== 'integer' || tally === undefined) return false;
  const shared = [...tally.lows.keys()].filter((at) => (tally.subjects[at] as number) >= k);
  const [first, last] = [shared[0], shared[shared.length - 1]];
  if (first === undefined || last === undefined || shared.length > MAX_UNORDERED) return false;
  const span = (tally.highs[last] as number) - (tally.lows[first] as number) + 1;
  return shared.length > 2 && 2 * shared.length < span;
}
