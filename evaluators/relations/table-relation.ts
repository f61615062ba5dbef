import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { Relationship } from '../../engine/schema/relationship.ts';
import { ownedTablesOf, subjectTableOf } from './subject-walk.ts';

/** A foreign key among the tables that a subject owns. */
export interface TableRelation {
  /** E.g. `links of events`; with the key's column where two tables are tied twice. */
  readonly name: string;
  readonly child: string;
  readonly parent: string;
  readonly relationship: Relationship;
}

/** Every foreign key whose parent is the subject table or one that subjects own. */
export function relationsOf(schema: DatabaseSchema): readonly TableRelation[] {
  const owned = ownedTablesOf(schema);
  const known = new Set([subjectTableOf(schema).name, ...owned.map(({ name }) => name)]);
  const all = owned.flatMap((table) =>
    table.relationships
      .filter(({ kind, target }) => kind !== 'reference' && known.has(target))
      .map((relationship) => ({ child: table.name, parent: relationship.target, relationship })),
  );
  return all.map((one) => {
    const twins = all.filter(({ child, parent }) => child === one.child && parent === one.parent);
    const by = twins.length > 1 ? ` by ${one.relationship.columns.at(-1)}` : '';
    return { ...one, name: `${one.child} of ${one.parent}${by}` };
  });
}

/** Foreign keys that samples cannot resolve, because their parents belong to no subject. */
export function outsideRelationsOf(schema: DatabaseSchema): readonly string[] {
  const inside = new Set(relationsOf(schema).map(({ relationship }) => relationship));
  return ownedTablesOf(schema).flatMap((table) =>
    table.relationships
      .filter((relationship) => !inside.has(relationship))
      .map(({ columns, target }) => `${table.name}.${columns.at(-1)} of ${target}`),
  );
}
