import { ScenarioError } from '../core/errors.ts';
import { RARE } from '../encoders/category-encoder.ts';
import type { Adjustment } from '../sampler/steer-model.ts';
import type { Story, TableStory } from '../sampler/story.ts';
import { tableNamed } from '../schema/database-schema.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import {
  type ColumnChoice,
  choicesOf,
  type FixedValue,
  fillColumn,
  fixColumn,
  impossible,
  isRange,
  listOf,
  notSteerable,
  type SteeredColumn,
} from './steering-codes.ts';
import { fixTypes } from './steering-kinds.ts';

/** What a request asks of the values, by `table.column`. */
export interface SteeringRequest {
  /** Cells of the column are always this, or one of these. */
  readonly fix?: Readonly<Record<string, FixedValue>>;
  /** Wanted share of a value among the column's filled cells; the others keep their proportions. */
  readonly rebalance?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Columns whose cells are all filled, those that would be missing by what the row else is. */
  readonly impute?: readonly string[];
  /** Below 1 draws nearer to the most likely, above 1 more evenly; for all tables or by table. */
  readonly temperature?: number | Readonly<Record<string, number>>;
}

/** What rows are steered in. */
export interface SteeredStory {
  readonly layout: GenerationLayout;
  readonly story: Story;
}

/** A value of a column with the share that it should have. */
export interface WantedShare extends ColumnChoice {
  readonly share: number;
  /** Its share in the training data. */
  readonly own: number;
}

/** A column whose shares are wanted: those asked for, and what is left for its other values. */
export interface WantedShares {
  readonly column: SteeredColumn;
  readonly table: string;
  /** Position of the column in its table. */
  readonly at: number;
  readonly variable: number;
  readonly values: readonly WantedShare[];
}

/** How much of the column's own law is mixed into each row's, so that no value is impossible. */
const FLOOR = 0.01;

/**
 * The adjustments that a request asks for; rebalanced columns start from the training's shares.
 *
 * @throws ScenarioError if a table, column or value is not there, naming what is
 */
export function adjustmentsOf(
  source: SteeredStory,
  request: SteeringRequest,
): readonly Adjustment[] {
  const { fix = {}, rebalance = {}, impute = [] } = request;
  for (const name of Object.keys(rebalance)) {
    if (!Object.hasOwn(fix, name)) continue;
    throw new ScenarioError(`${name}: both fixed and rebalanced: ${name}; choose one of them`);
  }
  const fixed = Object.entries(fix).flatMap(([name, value]) => fixOne(source, name, value));
  const weighed = wantedShares(source, request).map((one) => startOdds(one));
  const filled = impute.flatMap((name) => fillColumn(columnOf(source, name)));
  return [...fixed, ...weighed, ...filled, ...temperatures(source, request.temperature)];
}

function fixOne(source: SteeredStory, name: string, value: FixedValue): readonly Adjustment[] {
  const { table, at } = placeOf(source, name);
  if (tableStory(source, table).typeColumn !== at || isRange(value)) {
    return fixColumn(columnOf(source, name), value);
  }
  return fixTypes({ name, table, story: source.story }, listOf(value));
}

/** The columns whose shares a request wants. @throws ScenarioError as `adjustmentsOf` */
export function wantedShares(
  source: SteeredStory,
  { rebalance = {} }: SteeringRequest,
): readonly WantedShares[] {
  return Object.entries(rebalance).map(([name, shares]) => {
    const column = columnOf(source, name);
    const choices = choicesOf(column);
    const { field } = column;
    const { table, at } = placeOf(source, name);
    const isType = tableStory(source, table).typeColumn === at;
    if (isType) throw notSteerable(column, 'rebalanced: its kind of activity decides it');
    const isReference = source.layout.tables.get(table)?.table.role === 'reference';
    if (isReference) throw notSteerable(column, 'rebalanced: its rows follow from names met');
    if (choices === null || field.type !== 'category') throw notSteerable(column, 'rebalanced');
    for (const value of Object.keys(shares)) {
      if (choices.some((one) => String(one.value) === value)) continue;
      throw impossible(column, value, choices);
    }
    const values = sharedOut(column, choices, shares);
    return { column, table, at, variable: field.variable, values };
  });
}

/** The shares asked for; the rest goes to the other values in the proportions they have. */
function sharedOut(
  column: SteeredColumn,
  choices: readonly ColumnChoice[],
  shares: Readonly<Record<string, number>>,
): readonly WantedShare[] {
  const asked = new Map(Object.entries(shares));
  const total = [...asked.values()].reduce((sum, one) => sum + one, 0);
  const isShare = [...asked.values()].every((one) => one >= 0 && one <= 1);
  if (!isShare || total > 1 + 1e-9) {
    throw new ScenarioError(
      `${column.name}: shares do not fit into a whole: ${total}; keep each within 0 and 1, all within 1`,
      { column: column.name },
    );
  }
  const rowsOf = (of: readonly ColumnChoice[]) => of.reduce((sum, one) => sum + (one.rows ?? 0), 0);
  const rest = rowsOf(choices.filter((one) => !asked.has(String(one.value))));
  const left = Math.max(0, 1 - total);
  return choices.map((one) => {
    const rows = one.rows ?? 0;
    const share = asked.get(String(one.value)) ?? (left * rows) / Math.max(1, rest);
    return { ...one, share, own: rows / Math.max(1, rowsOf(choices)) };
  });
}

/**
 * Odds that would meet the shares if every row's law were the column's own. A rare value is drawn
 * as any of the others, whatever their odds, so it gives way.
 */
function startOdds({ column, variable, values }: WantedShares): Adjustment {
  const factors = values.map(({ code, share, own }) => [code, own > 0 ? share / own : 1] as const);
  const floor = values.map(({ code, own }) => [code, FLOOR * own] as const);
  return { record: column.record, variable, factors: [[RARE, 0], ...factors], floor };
}

function temperatures(
  source: SteeredStory,
  temperature: SteeringRequest['temperature'] = 1,
): readonly Adjustment[] {
  const { story } = source;
  const byTable =
    typeof temperature === 'number'
      ? Object.keys(story.tables).map((name) => [name, temperature] as const)
      : Object.entries(temperature);
  return byTable.flatMap(([name, heat]) => {
    const { record } = tableStory(source, name);
    if (!(heat > 0 && Number.isFinite(heat))) {
      throw new ScenarioError(
        `${name}: no temperature: ${heat}; use a number above 0, such as 0.8`,
      );
    }
    const variables = story.space[record]?.variables ?? [];
    return variables.flatMap((one, variable) =>
      one.given ? [] : [{ record, variable, temperature: heat }],
    );
  });
}

function tableStory({ story, layout }: SteeredStory, name: string): TableStory {
  const found = story.tables[name];
  if (found !== undefined && Object.hasOwn(story.tables, name)) return found;
  const known = layout.schema.tables.map((one) => one.name).join(', ');
  throw new ScenarioError(`${name}: no such table: ${name}; use one of ${known}`);
}

/** Where `table.column` stands. */
function placeOf(source: SteeredStory, name: string) {
  const [tableName = '', columnName = ''] = name.split('.');
  tableStory(source, tableName);
  const table = tableNamed(source.layout.schema, tableName);
  const at = table.columns.findIndex((one) => one.name === columnName);
  if (at >= 0) return { table: tableName, at };
  const known = table.columns.map((one) => one.name).join(', ');
  throw new ScenarioError(`${name}: no such column: ${columnName}; ${tableName} has ${known}`);
}

function columnOf(source: SteeredStory, name: string): SteeredColumn {
  const { table, at } = placeOf(source, name);
  const story = tableStory(source, table);
  const field = story.fields.find((one) => 'column' in one && one.column === at);
  const isNullable = tableNamed(source.layout.schema, table).columns[at]?.nullable === true;
  if (field !== undefined) {
    return { name, record: story.record, field, isNullable, story: source.story };
  }
  const drawn = story.fields.flatMap((one) =>
    'variable' in one && 'column' in one ? [one.column] : [],
  );
  const columns = tableNamed(source.layout.schema, table).columns;
  const names = drawn.map((one) => columns[one]?.name ?? '').join(', ');
  throw new ScenarioError(
    `${name}: not drawn by itself: ${name}; keys, times and names follow from others, use one of ${names}`,
    { column: name },
  );
}
