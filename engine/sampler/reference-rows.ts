import { defined } from '../core/invariant.ts';
import { createRandom, type Random } from '../core/random.ts';
import type { Row, Value } from '../core/row.ts';
import { columnIndex, type TableSchema } from '../schema/table-schema.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout, TableLayout } from '../sequences/generation-layout.ts';
import { CodeArena } from './code-arena.ts';
import { planDomains } from './domain-plan.ts';
import { fieldDrawer } from './draw-fields.ts';
import { DrawPlace, type FieldDrawer } from './draw-place.ts';
import type { DrawnRow } from './drawn-row.ts';
import { shapeOf } from './encode-fields.ts';
import { ownPartners } from './own-partners.ts';
import { type PlannedWorld, type WorldSource, weighted } from './plan-world.ts';
import type { ReferenceStory } from './story.ts';

/** Rows of the reference tables, and the cells that keys towards them take over. */
export interface PlannedReferences {
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  /** Part of the key of a domain's token. */
  readonly cellOf: (domain: number, token: number, part: number) => Value;
}

interface Task {
  readonly source: WorldSource;
  readonly world: PlannedWorld;
  readonly startUs: number;
  readonly endUs: number;
  readonly random: Random;
  readonly done: Map<string, Row[]>;
}

/**
 * Makes the rows of every reference table: one for each name that keys may point at, or some for
 * each name that the table tells about. Names stand for the same addresses for everyone, from
 * before the start to after the end of the horizon.
 */
export function planReferences(
  source: WorldSource,
  world: PlannedWorld,
  span: { readonly startUs: number; readonly endUs: number },
): PlannedReferences {
  const random = createRandom(source.seed, 'generate', 'references');
  const task: Task = { source, world, ...span, random, done: new Map() };
  const cellOf = referenceKeys(source, world, task.done);
  for (const layout of inOrder(source)) makeTable(task, layout, cellOf);
  return { rows: task.done, cellOf };
}

/** Reads the key cells that a domain's token stands for. */
export function referenceKeys(
  source: Pick<WorldSource, 'layout' | 'story'>,
  world: PlannedWorld,
  rows: ReadonlyMap<string, readonly Row[]>,
): PlannedReferences['cellOf'] {
  return (domain, token, part) => {
    const table = source.story.domains[domain]?.table ?? null;
    if (table === null) return world.domains[domain]?.values[token] ?? null;
    return keysOf(source.layout, table, rows)[token]?.[part] ?? null;
  };
}

/** Tables that others point at come first. */
function inOrder(source: WorldSource): TableLayout[] {
  const ordered: TableLayout[] = [];
  const visit = (layout: TableLayout) => {
    if (ordered.includes(layout)) return;
    for (const one of layout.references) {
      const target = source.layout.tables.get(one.target);
      if (target !== undefined && target !== layout) visit(target);
    }
    ordered.push(layout);
  };
  for (const one of source.layout.references) visit(one);
  return ordered;
}

/** The key cells of a table's rows. */
function keysOf(
  layout: GenerationLayout,
  name: string,
  all: ReadonlyMap<string, readonly Row[]>,
): readonly (readonly Value[])[] {
  const rows = all.get(name) ?? [];
  const known = KEYS.get(rows);
  if (known !== undefined) return known;
  const { table } = defined(layout.tables.get(name), 'reference table exists');
  const columns = table.primaryKey.map((one) => columnIndex(table, one));
  const keys = rows.map((row) => columns.map((column) => row[column] ?? null));
  KEYS.set(rows, keys);
  return keys;
}

const KEYS = new WeakMap<readonly Row[], (readonly Value[])[]>();

function makeTable(task: Task, layout: TableLayout, cellOf: PlannedReferences['cellOf']): void {
  const { story } = task.source;
  const { name } = layout.table;
  const reference = defined(story.references[name], 'reference table has a story');
  const plan = planDomains(task.source.layout);
  const named = story.domains.findIndex((one) => one.table === name);
  const first = columnIndex(layout.table, layout.table.primaryKey[0] ?? '');
  const single = layout.table.primaryKey.length === 1 ? plan.ofColumn(layout, first) : -1;
  const count =
    single >= 0 || named >= 0
      ? (task.world.domains[single >= 0 ? single : named]?.values.length ?? 0)
      : reference.rows;
  const all = Array.from({ length: reference.rows === 0 ? 0 : count }, (_, at) => at);
  const tokens = reference.describes >= 0 ? describedTokens(task, reference) : all;
  const domain = reference.describes >= 0 ? reference.describes : single;
  const drawers = drawersOf(task, layout, cellOf);
  const arena = new CodeArena(1);
  const record = defined(story.tables[name], 'table has a story').record;
  const place = new DrawPlace(arena, task.source.model, { record, views: 1 });
  const rows: Row[] = [];
  const seen = new Set<string>();
  for (const [at, token] of tokens.entries()) {
    const cells = makeRow(task, layout, { domain, token, at, cellOf, drawers, arena, place });
    if (reference.describes >= 0) pairOwn(task, layout, { cells, token, domain });
    const key = JSON.stringify(
      layout.table.primaryKey.map((one) => cells[columnIndex(layout.table, one)]),
    );
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push(cells);
  }
  task.done.set(name, rows);
}

/** Names with as many rows as the data had; the subjects' own names have one each. */
function describedTokens(task: Task, reference: ReferenceStory) {
  const domain = defined(task.world.domains[reference.describes], 'domain was planned');
  const tokens: number[] = [];
  if (reference.rows === 0) return tokens;
  for (let token = 0; token < domain.literalBase; token += 1) {
    const drawn = weighted(reference.rowsByName, task.random);
    const count = token >= domain.ownBase ? Math.max(1, drawn) : drawn;
    for (let one = 0; one < count; one += 1) tokens.push(token);
  }
  return tokens;
}

/** The first row of a subject's own name tells the subject's own address. */
function pairOwn(
  task: Task,
  layout: TableLayout,
  of: { readonly cells: Value[]; readonly token: number; readonly domain: number },
): void {
  const plan = planDomains(task.source.layout);
  const partner = ownPartners(task.world, of.domain).get(of.token);
  if (partner === undefined) return;
  for (const key of plan.ofReferences(layout)) {
    const address = partner.find((one) => one.domain === key.domain);
    const [column] = key.columns;
    if (address !== undefined && column !== undefined) of.cells[column] = address.value;
  }
}

interface RowTask {
  readonly domain: number;
  readonly token: number;
  readonly at: number;
  readonly cellOf: PlannedReferences['cellOf'];
  readonly drawers: readonly FieldDrawer[];
  readonly arena: CodeArena;
  readonly place: DrawPlace;
}

/** Drawers of the columns that are no names. */
function drawersOf(task: Task, layout: TableLayout, cellOf: RowTask['cellOf']): FieldDrawer[] {
  const { story } = task.source;
  const own = defined(story.tables[layout.table.name], 'table has a story');
  const shapes = story.domains.map(shapeOf);
  const fieldTask = { domains: task.world.domains, shapes, cellOf, startUs: task.startUs };
  return own.fields
    .filter((field) => field.type !== 'identity')
    .map((field) => fieldDrawer(field, fieldTask))
    .filter((one) => one !== null);
}

function makeRow(task: Task, layout: TableLayout, of: RowTask): Value[] {
  const { story } = task.source;
  const own = defined(story.tables[layout.table.name], 'table has a story');
  const width = story.space[own.record]?.variables.length ?? 0;
  const { columns } = layout.table;
  const arena = of.arena;
  arena.clear();
  const at = arena.take(width + columns.length);
  const row: DrawnRow = {
    table: layout.table.name,
    cells: columns.map(() => null),
    at,
    tokensAt: at + width,
    time: Number.NaN,
    owner: null,
    parents: [],
    order: 0,
    lastUse: Number.NEGATIVE_INFINITY,
    key: 0,
    isDropped: false,
  };
  arena.codes[at] = FIRST;
  const word = (random: Random) => random.pick(story.words);
  const maker = { account: () => 'user', word };
  const { place } = of;
  place.move(row, { random: task.random, subject: 0, maker, met: [], stubs: [], own: [] });
  for (const fill of of.drawers) fill(place);
  fillNames(task, layout, { ...of, row });
  fillKey(layout.table, row.cells, { ...of, task });
  fillSpans(layout.table, row.cells, task);
  return row.cells;
}

/** Keys towards other reference tables and other names: drawn alike among all. */
function fillNames(
  task: Task,
  layout: TableLayout,
  of: RowTask & { readonly row: DrawnRow },
): void {
  const plan = planDomains(task.source.layout);
  const covered = new Set<number>();
  for (const key of plan.ofReferences(layout)) {
    const domain = task.world.domains[key.domain];
    const isTable = task.source.story.domains[key.domain]?.table !== null;
    const count = isTable ? rowsOfDomain(task, key.domain) : (domain?.ownBase ?? 0);
    const token = task.random.integer(Math.max(1, count));
    for (const [part, column] of key.columns.entries()) {
      covered.add(column);
      of.row.cells[column] = of.cellOf(key.domain, token, part);
    }
  }
  for (const column of layout.table.columns.keys()) {
    const domain = plan.ofColumn(layout, column);
    if (domain < 0 || covered.has(column) || task.source.story.domains[domain]?.table !== null)
      continue;
    const known = task.world.domains[domain]?.ownBase ?? 1;
    of.row.cells[column] = of.cellOf(domain, task.random.integer(Math.max(1, known)), 0);
  }
}

function rowsOfDomain(task: Task, domain: number): number {
  const table = task.source.story.domains[domain]?.table ?? '';
  return task.done.get(table)?.length ?? 0;
}

/** Own key columns: the name itself, or a number or word that is used once. */
function fillKey(table: TableSchema, cells: Value[], of: RowTask & { readonly task: Task }): void {
  const foreign = new Set(table.relationships.flatMap((one) => one.columns));
  const own = table.primaryKey.filter((name) => !foreign.has(name));
  for (const [part, name] of own.entries()) {
    const column = columnIndex(table, name);
    if (part === 0 && of.domain >= 0) {
      cells[column] = of.task.world.domains[of.domain]?.values[of.token] ?? null;
      continue;
    }
    cells[column] = keyCell(table, column, of);
  }
}

function keyCell(table: TableSchema, column: number, of: RowTask & { readonly task: Task }): Value {
  const { kind } = defined(table.columns[column], 'key column exists');
  switch (kind) {
    case 'time':
      return of.task.startUs;
    case 'port':
      return of.at % 65_536;
    case 'key':
    case 'integer':
    case 'real':
    case 'duration':
      return of.at + 1;
    case 'boolean':
      return of.at % 2 === 1;
    case 'address':
      return `203.0.${(of.at >> 8) % 256}.${of.at % 256}`;
    case 'fqdn':
      return `name${of.at + 1}.example`;
    default:
      return `${table.name}-${of.at + 1}`;
  }
}

/** Validity columns cover the horizon, so that a name is valid whenever it is used. */
function fillSpans(table: TableSchema, cells: Value[], task: Task): void {
  const from = table.columns.findIndex((one) => one.name === 'valid_from_us');
  const to = table.columns.findIndex((one) => one.name === 'valid_to_us');
  if (from >= 0) cells[from] = task.startUs;
  if (to >= 0) cells[to] = task.endUs;
}
