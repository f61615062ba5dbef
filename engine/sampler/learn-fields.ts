import { defined } from '../core/invariant.ts';
import {
  type Field,
  MARK_CARDINALITY,
  RANK_CARDINALITY,
  RELATION,
  RELATION_CARDINALITY,
} from '../encoders/field.ts';
import { CLASS_CODE, identityCardinality } from '../encoders/identity-codes.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { VariableSpec } from '../models/code-space.ts';

import type { ColumnKind } from '../schema/column.ts';
import { FIRST } from '../sequences/codes.ts';
import { LEVEL_CARDINALITY, LEVEL_ORDER } from '../sequences/moving-level.ts';
import { RATIO_CARDINALITY } from '../sequences/pace.ts';
import type { TableStore } from '../sequences/table-store.ts';
import { identityColumns } from './learn-domains.ts';
import { familyColumns } from './learn-family.ts';
import { learnRelations, type RelationRule } from './learn-relations.ts';
import {
  type FieldSource,
  type FieldTask,
  VariableBook,
  valueField,
} from './learn-value-fields.ts';
import { profileColumn } from './profile-column.ts';
import type { TableStory } from './story.ts';

/** Story of a table's rows and the variables of its record. */
export interface LearnedTable {
  readonly story: Omit<TableStory, 'record'>;
  readonly variables: readonly VariableSpec[];
}

/** What the table's scope says of it. */
export interface TableForm {
  /** Slots of all kinds of activity of its scope. */
  readonly slots: number;
  readonly offsetStats: TableStory['offsetStats'];
  /** The column that the kind of activity decides, -1 for none. */
  readonly typeColumn: number;
  /** True for a link table whose rows are drawn with the rows that they tie. */
  readonly isTight: boolean;
}

/** Number of codes of a tie: two directions by the five columns that may agree. */
export const TIE_CARDINALITY = FIRST + 64;

/** Learns how each column of a table is coded, in the order in which they will be drawn. */
export function learnTable(store: TableStore, source: FieldSource, form: TableForm): LearnedTable {
  const { offsetStats } = form;
  const { table } = store.layout;
  const book = new VariableBook();
  book.add({ name: 'slot', cardinality: FIRST + form.slots, given: true });
  const tie = book.add({ name: 'tie', cardinality: TIE_CARDINALITY });
  const offset = book.add({ name: 'offset', cardinality: numericEncoder(offsetStats).cardinality });
  const draft: TableDraft = { store, source, book, fields: [], form };
  const identities = identityColumns(table.name, source, null);
  const ratios = ratioVariables(draft, identities);
  const levels = levelVariables(draft);
  const rules = form.isTight ? [] : learnRelations(store, source);
  const isSelf = (one: RelationRule) => store.layout.relations[one.relation]?.target === table.name;
  const others = rules.filter((one) => !isSelf(one));
  for (const rule of others) addRelation(rule, draft, source.profiles);
  const profileAt = isNamed(store, source) ? profileColumn(store, source.k) : -1;
  addColumns(draft, others, { identities, profileAt });
  const profile = variableOf(draft.fields, profileAt);
  const own = new Map([[table.name, book.variables[profile]?.cardinality ?? 0]]);
  // NOTE: a row of the own table is chosen last, by what the row itself has become.
  for (const rule of rules.filter(isSelf)) {
    addRelation(rule, draft, own);
    draft.fields.push(...rule.echoes);
  }
  const { fields } = draft;
  return {
    story: {
      table: table.name,
      fields,
      tie,
      offset,
      offsetStats,
      ratios,
      levels,
      profile,
      typeColumn: form.typeColumn,
      echoes: fields.flatMap((one, at) => (one.type === 'identity' ? [at] : [])),
    },
    variables: book.variables,
  };
}

/** A table's story while it is learned. */
interface TableDraft {
  readonly store: TableStore;
  readonly source: FieldSource;
  readonly book: VariableBook;
  readonly fields: Field[];
  readonly form: TableForm;
}

type Identities = ReturnType<typeof identityColumns>;

/** For each domain of a sequence table's names: how many are left to be met, how many were met. */
function ratioVariables({ store, book }: TableDraft, identities: Identities) {
  const isSequence = store.layout.context !== null;
  const used = new Set(isSequence ? identities.map((one) => one.domain) : []);
  return [...used]
    .sort((a, b) => a - b)
    .map((domain) => ({
      domain,
      left: book.add({ name: `left ${domain}`, cardinality: RATIO_CARDINALITY, given: true }),
      seen: book.add({
        name: `seen ${domain}`,
        cardinality: LEVEL_CARDINALITY,
        order: LEVEL_ORDER,
        given: true,
      }),
    }));
}

/** The recent size of the first few numbers of a sequence table. */
function levelVariables({ store, book, source }: TableDraft) {
  if (store.layout.context === null) return [];
  const taken = takenColumns(store, source.marked);
  return [...store.layout.table.columns.entries()]
    .filter(([column, one]) => MEASURES.includes(one.kind) && !taken.has(column))
    .slice(0, MAX_LEVELS)
    .map(([column, one]) => ({
      column,
      variable: book.add({
        name: `recent ${one.name}`,
        cardinality: LEVEL_CARDINALITY,
        order: LEVEL_ORDER,
        given: true,
      }),
    }));
}

const MEASURES: readonly ColumnKind[] = ['integer', 'real', 'duration'];
const MAX_LEVELS = 6;

/** Which row a key names: whether there is one, what it is, which of those. */
function addRelation(
  rule: RelationRule,
  draft: TableDraft,
  profiles: ReadonlyMap<string, number>,
): void {
  const { relation, apart } = rule;
  const { book, fields, store } = draft;
  const name = `relation ${relation}`;
  const variable = book.add({ name, cardinality: RELATION_CARDINALITY });
  const when = { variable, codes: [RELATION.there] };
  const target = store.layout.relations[relation]?.target ?? '';
  const cardinality = profiles.get(target) ?? 0;
  const profile = cardinality > 0 ? book.add({ name: `${name} profile`, cardinality, when }) : -1;
  const size = { cardinality: LEVEL_CARDINALITY, order: LEVEL_ORDER, given: true };
  const known = book.add({ name: `${name} known`, ...size });
  const unborn = book.add({ name: `${name} unborn`, ...size });
  const pending = book.add({ name: `${name} pending`, ...size });
  const rank = book.add({ name: `${name} rank`, cardinality: RANK_CARDINALITY, when });
  fields.push({
    type: 'relation',
    relation,
    variable,
    profile,
    known,
    unborn,
    pending,
    rank,
    apart,
  });
  for (const mark of rule.marks) {
    const marked = book.add({ name: `${name} mark ${mark.column}`, cardinality: MARK_CARDINALITY });
    fields.push({ type: 'mark', relation, ...mark, variable: marked });
  }
}

/** What decides comes before what is decided: categories, names, ports, texts, sizes, times. */
const DRAW_ORDER: readonly (readonly ColumnKind[])[] = [
  ['category', 'boolean'],
  ['address', 'fqdn', 'user'],
  ['port'],
  ['path', 'text', 'guid'],
  ['key', 'integer', 'real'],
  ['duration', 'time'],
];

/** True if rows of any table name rows of this one. */
function isNamed(store: TableStore, source: FieldSource): boolean {
  const { name } = store.layout.table;
  return [...source.layout.tables.values()].some((one) =>
    one.relations.some((two) => two.target === name),
  );
}

/** The variable of the text or category in a column; -1 if there is none. */
function variableOf(fields: readonly Field[], column: number): number {
  const field = fields.find(
    (one) => (one.type === 'text' || one.type === 'category') && one.column === column,
  );
  return field?.type === 'text' || field?.type === 'category' ? field.variable : -1;
}

/** Adds the columns: what the row is said to be when it is named comes first of all. */
function addColumns(
  draft: TableDraft,
  rules: readonly RelationRule[],
  of: { readonly identities: Identities; readonly profileAt: number },
): void {
  const { identities, profileAt } = of;
  const { store, source, book, fields } = draft;
  const { table } = store.layout;
  const taken = takenColumns(store, source.marked);
  const rank = (column: number) => {
    if (column === profileAt) return -2;
    if (column === draft.form.typeColumn) return -1;
    const one = identities.find((two) => two.columns.includes(column));
    const kind = one === undefined ? table.columns[column]?.kind : 'address';
    return DRAW_ORDER.findIndex((kinds) => kind !== undefined && kinds.includes(kind));
  };
  const order = [...table.columns.keys()].sort((a, b) => rank(a) - rank(b) || a - b);
  const covered = new Set<number>(taken);
  for (const column of order) {
    if (covered.has(column)) continue;
    const schema = defined(table.columns[column], 'column exists');
    const identity = identities.find((one) => one.columns.includes(column));
    const task = { store, column, schema, source, book };
    if (identity !== undefined && table.role === 'subject') {
      fields.push(slotField(task, identity.domain));
    } else if (identity !== undefined) {
      for (const one of identity.columns) covered.add(one);
      fields.push(identityField(task, identity, familyColumns(store, identity, identities)));
    } else fields.push(valueField(task, fields));
    const echo = rules.flatMap((one) => one.echoes).find((one) => one.column === column);
    if (echo !== undefined) fields.push(echo);
  }
}

/** Columns that are not drawn: keys, the time, and what others decide. */
function takenColumns(store: TableStore, marked: ReadonlySet<string>): Set<number> {
  const { layout } = store;
  const taken = new Set([layout.subject, layout.key, layout.time, ...layout.contextColumns]);
  for (const one of layout.relations) for (const column of one.columns) taken.add(column);
  for (const column of layout.table.columns.keys()) {
    if (marked.has(`${layout.table.name} ${column}`)) taken.add(column);
  }
  if (layout.table.role === 'reference') {
    for (const name of layout.table.primaryKey) {
      taken.add(layout.table.columns.findIndex((one) => one.name === name));
    }
  }
  return taken;
}

function slotField(task: FieldTask, domain: number): Field {
  const { story, scopes } = defined(task.source.domains[domain], 'domain was learned');
  const cardinality = FIRST + story.literals.length + scopes;
  const variable = task.book.add({ name: task.schema.name, cardinality });
  return { type: 'slot', column: task.column, domain, variable };
}

function identityField(
  task: FieldTask,
  identity: { readonly columns: readonly number[]; readonly domain: number },
  family: readonly number[],
): Field {
  const { story } = defined(task.source.domains[identity.domain], 'domain was learned');
  const cardinality = identityCardinality({
    slots: story.slots.length,
    literals: story.literals.length,
    classes: story.classes.length,
  });
  const variable = task.book.add({ name: task.schema.name, cardinality });
  const classVariable = task.book.add({
    name: `${task.schema.name} class`,
    cardinality: CLASS_CODE.base + story.classes.length,
    given: true,
  });
  const { columns, domain } = identity;
  return { type: 'identity', columns, domain, variable, classVariable, family };
}
