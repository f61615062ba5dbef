import { ScenarioError } from '../core/errors.ts';
import type { Value } from '../core/row.ts';
import { categoryEncoder } from '../encoders/category-encoder.ts';
import { COPY, COPY_CARDINALITY, type Field } from '../encoders/field.ts';
import type { Adjustment } from '../sampler/steer-model.ts';
import type { Story } from '../sampler/story.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import { ADDRESS_SCOPES } from '../subjects/address-space.ts';

/** Numbers between two bounds, both within. */
export interface ValueRange {
  readonly from?: number;
  readonly to?: number;
}

/** What a column is fixed to: a value, one of several, or a range of numbers. */
export type FixedValue = Value | readonly Value[] | ValueRange;

/** A column as the generator draws it. */
export interface SteeredColumn {
  /** `table.column`. */
  readonly name: string;
  readonly record: number;
  readonly field: Field;
  /** False where every row must have a value. */
  readonly isNullable: boolean;
  readonly story: Story;
}

/** A value that a column may be fixed to, with its code. */
export interface ColumnChoice {
  readonly value: Value;
  readonly code: number;
  /** Rows of it in the training data; null where they were not counted. */
  readonly rows: number | null;
}

type NumberField = Extract<Field, { readonly type: 'number' }>;
type NumericStats = NumberField['stats'];

const SHOWN = 12;

/**
 * The values that a column may be fixed or weighed to: those that may leave, most frequent first.
 *
 * @returns null where the column is no category and no name of the subject's own
 */
export function choicesOf({ field, story }: SteeredColumn): readonly ColumnChoice[] | null {
  switch (field.type) {
    case 'category': {
      const { stats } = field;
      const encoder = categoryEncoder(stats);
      return stats.values.map((value, at) => {
        const rows = stats.weights[at] ?? 0;
        return {
          value: field.isBoolean ? Boolean(value) : value,
          code: encoder.encode(value),
          rows,
        };
      });
    }
    case 'slot': {
      const domain = story.domains[field.domain];
      const literals = domain?.literals ?? [];
      const scopes = story.slots.find((one) => one.column === field.column)?.distinct.length ?? 0;
      return [...literals, ...scopeNames(domain?.sort ?? '', scopes)].map((value, at) => ({
        value,
        code: FIRST + at,
        rows: null,
      }));
    }
    default:
      return null;
  }
}

/** What a new name of a subject may be called by: where it lies. */
function scopeNames(sort: string, scopes: number): readonly string[] {
  if (sort === 'address') return ADDRESS_SCOPES;
  if (scopes !== 2) return ['own'];
  return sort === 'user' ? ['local account', 'domain account'] : ['bare name', 'full name'];
}

/**
 * The adjustments that fix a column.
 *
 * @throws ScenarioError if the column cannot be fixed, or not to that
 */
export function fixColumn(column: SteeredColumn, wanted: FixedValue): readonly Adjustment[] {
  const { field, record } = column;
  const values = isRange(wanted) ? null : listOf(wanted);
  if (values?.includes(null) && !column.isNullable) throw notSteerable(column, 'left out');
  if (field.type === 'number') return fixNumber(column, field, wanted);
  if (field.type === 'text') return fixText(column, field, wanted);
  const choices = choicesOf(column);
  if (choices === null || !('variable' in field)) throw notSteerable(column, 'fixed');
  if (values === null) throw impossible(column, wanted, choices);
  const allowed = values.map((value) => {
    if (value === null) return MISSING;
    const found = choices.find((one) => String(one.value) === String(value));
    if (found === undefined) throw impossible(column, value, choices);
    return found.code;
  });
  return [{ record, variable: field.variable, allowed }];
}

/**
 * The adjustments that leave no cell of a column missing: it has no chance to be.
 *
 * @throws ScenarioError if the column is not drawn by itself
 */
export function fillColumn(column: SteeredColumn): readonly Adjustment[] {
  const { field, record } = column;
  const unless = (variable: number, code: number) => ({
    ...{ record, variable, factors: [[code, 0] as const] },
  });
  switch (field.type) {
    case 'category':
    case 'slot':
      return [unless(field.variable, MISSING)];
    case 'text':
      return [unless(field.copy, COPY.missing)];
    case 'number': {
      const drawn = unless(field.variable, MISSING);
      return field.copy < 0 ? [drawn] : [unless(field.copy, COPY.missing), drawn];
    }
    default:
      throw notSteerable(column, 'imputed');
  }
}

/** A text may be left out or be there; what it says is drawn. */
function fixText(
  column: SteeredColumn,
  field: Extract<Field, { readonly type: 'text' }>,
  wanted: FixedValue,
): readonly Adjustment[] {
  if (wanted !== null) throw notSteerable(column, 'fixed to anything but null');
  return [{ record: column.record, variable: field.copy, allowed: [COPY.missing] }];
}

function fixNumber(
  column: SteeredColumn,
  field: NumberField,
  wanted: FixedValue,
): readonly Adjustment[] {
  const { record } = column;
  const values = isRange(wanted) ? null : listOf(wanted);
  if (field.divisor >= 0 && !values?.every((one) => one === null)) {
    throw notSteerable(column, 'fixed: it is drawn as a multiple of another column');
  }
  const codes = values === null ? rangeCodes(field.stats, wanted as ValueRange) : [];
  for (const value of values ?? []) codes.push(...valueCodes(field.stats, value));
  const hasAll =
    values?.every((one) => valueCodes(field.stats, one).length > 0) ?? codes.length > 0;
  if (!hasAll) throw impossibleNumber(column, wanted, field.stats);
  const variable = { record, variable: field.variable, allowed: codes };
  if (field.copy < 0) return [variable];
  const isMissing = (code: number) => code === MISSING;
  const from = Array.from({ length: COPY_CARDINALITY - 1 }, (_, at) => at + 1).filter((copy) =>
    copy === COPY.missing ? codes.some(isMissing) : !codes.every(isMissing),
  );
  const drawn = codes.filter((code) => !isMissing(code));
  const copies = { record, variable: field.copy, allowed: from };
  return drawn.length === 0 ? [copies] : [copies, { ...variable, allowed: drawn }];
}

/** The code of a value that is kept exactly; none for any other. */
function valueCodes(stats: NumericStats, value: Value): number[] {
  if (value === null) return [MISSING];
  const at = stats.exact.indexOf(Number(value));
  return at < 0 ? [] : [FIRST + at];
}

/** Codes whose every value lies in the range: exact ones, and whole bins. */
function rangeCodes(stats: NumericStats, range: ValueRange): number[] {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = range;
  const exact = stats.exact.flatMap((value, at) =>
    value >= from && value <= to ? [FIRST + at] : [],
  );
  const base = FIRST + stats.exact.length;
  const bins = stats.edges.slice(0, -1).flatMap((low, at) => {
    // NOTE: a bin ends before its upper edge, by one step at least where values have a step.
    const top = (stats.edges[at + 1] as number) - stats.step;
    return low >= from && top <= to ? [base + at] : [];
  });
  return [...exact, ...bins];
}

/** True for bounds, which are no value and no list. */
export function isRange(wanted: FixedValue): wanted is ValueRange {
  return typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted);
}

/** The values that are asked for, one or several. */
export function listOf(wanted: FixedValue): readonly Value[] {
  return Array.isArray(wanted) ? wanted : [wanted as Value];
}

/** A refusal that lists what is possible: only values that may leave. */
export function impossible(
  column: SteeredColumn,
  value: FixedValue,
  choices: readonly ColumnChoice[],
): ScenarioError {
  const shown = choices.slice(0, SHOWN).map((one) => String(one.value));
  const more = choices.length > SHOWN ? ` and ${choices.length - SHOWN} more` : '';
  const possible =
    shown.length === 0 ? 'nothing, it has no value that may leave' : shown.join(', ');
  return new ScenarioError(
    `${column.name}: no such value: ${show(value)}; possible: ${possible}${more}`,
    { column: column.name, possible: choices.map((one) => one.value) },
  );
}

function impossibleNumber(
  column: SteeredColumn,
  wanted: FixedValue,
  stats: NumericStats,
): ScenarioError {
  const exact = stats.exact.slice(0, SHOWN).join(', ') || 'no single values';
  const [low, high] = [stats.edges[0], stats.edges[stats.edges.length - 1]];
  const span = low === undefined ? '' : `, or a range of bins within ${low} to ${high}`;
  return new ScenarioError(
    `${column.name}: no value there: ${show(wanted)}; possible: ${exact}${span}`,
    { column: column.name },
  );
}

/** A refusal of a column that is not drawn by itself. */
export function notSteerable(column: SteeredColumn, what: string): ScenarioError {
  return new ScenarioError(
    `${column.name}: cannot be ${what}: ${column.field.type}; choose a category or a number`,
    { column: column.name },
  );
}

function show(value: FixedValue): string {
  return JSON.stringify(value) ?? String(value);
}
