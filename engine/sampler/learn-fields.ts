import { defined } from '../core/invariant.ts';
import { type Field, MARK_CARDINALITY, RELATION_CARDINALITY } from '../encoders/field.ts';
import { identityCardinality } from '../encoders/identity-codes.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { VariableSpec } from '../models/code-space.ts';

import { FIRST } from '../sequences/codes.ts';
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
  /** True for a link table whose rows are drawn with the rows that they tie. */
  readonly isTight: boolean;
}

/** Number of codes of a tie: two directions by the five columns that may agree. */
export const TIE_CARDINALITY = FIRST + 64;

/** Learns how each column of a table is coded, in the order in which they will be drawn. */
export function learnTable(store: TableStore, source: FieldSource, form: TableForm): LearnedTable {
  const { slots, offsetStats } = form;
  const { table } = store.layout;
  const book = new VariableBook();
  book.add({ name: 'slot', cardinality: FIRST + slots, given: true });
  const tie = book.add({ name: 'tie', cardinality: TIE_CARDINALITY });
  const offset = book.add({ name: 'offset', cardinality: numericEncoder(offsetStats).cardinality });
  const fields: Field[] = [];
  const isRoot = table.role === 'subject';
  const identities = identityColumns(table.name, source, null);
  const used = new Set(isRoot ? [] : identities.map((one) => one.domain));
  const isSequence = store.layout.context !== null;
  const ratios = (isSequence ? [...used].sort((a, b) => a - b) : []).map((domain) => ({
    domain,
    variable: book.add({ name: `left ${domain}`, cardinality: RATIO_CARDINALITY, given: true }),
  }));
  const rules = form.isTight ? [] : learnRelations(store, source);
  for (const rule of rules) addRelation(rule, { table: store, book, fields });
  const taken = takenColumns(store, rules, source.marked);
  const covered = new Set<number>();
  for (const [column, schema] of table.columns.entries()) {
    if (taken.has(column) || covered.has(column)) continue;
    const echo = rules.flatMap((one) => one.echoes).find((one) => one.column === column);
    const identity = identities.find((one) => one.columns.includes(column));
    const task = { store, column, schema, source, book };
    if (identity !== undefined && isRoot) fields.push(slotField(task, identity.domain));
    else if (identity !== undefined) {
      for (const one of identity.columns) covered.add(one);
      fields.push(identityField(task, identity, familyColumns(store, identity, identities)));
    } else fields.push(valueField(task, fields));
    if (echo !== undefined) fields.push(echo);
  }
  return {
    story: { table: table.name, fields, tie, offset, offsetStats, ratios },
    variables: book.variables,
  };
}

function addRelation(
  rule: RelationRule,
  into: { readonly table: TableStore; readonly book: VariableBook; readonly fields: Field[] },
): void {
  const { relation } = rule;
  const name = `relation ${relation}`;
  const variable = into.book.add({ name, cardinality: RELATION_CARDINALITY });
  into.fields.push({ type: 'relation', relation, variable });
  for (const mark of rule.marks) {
    const marked = into.book.add({
      name: `${name} mark ${mark.column}`,
      cardinality: MARK_CARDINALITY,
    });
    into.fields.push({ type: 'mark', relation, ...mark, variable: marked });
  }
}

/** Columns that are not drawn: keys, the time, and what others decide. */
function takenColumns(
  store: TableStore,
  _rules: readonly RelationRule[],
  marked: ReadonlySet<string>,
): Set<number> {
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
  const { columns, domain } = identity;
  return { type: 'identity', columns, domain, variable, family };
}
