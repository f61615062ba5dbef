/**
 * Random schemas that `validateSchema` accepts, of 1..8 tables.
 *
 * Like fc.entityGraph, links are drawn before fields: first which table hangs on which, then what
 * else it holds. Schemas shrink towards one subject table.
 */
import fc from 'fast-check';
import { COLUMN_KINDS, type ColumnKind } from '../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { telemetrySchema } from '../../engine/schema/telemetry-schema.ts';
import { type LinkDraft, schemaOf } from './build-schema.ts';

const MOST_TABLES = 8;

const field = fc.record({
  kind: fc.constantFrom(...COLUMN_KINDS.filter((kind) => kind !== 'key')),
  nullable: fc.boolean(),
});

const fields = (maxLength: number) => fc.array(field, { maxLength });

const parent = fc.record({ pick: fc.nat(7), required: fc.boolean(), temporal: fc.boolean() });

const REFERENCE_KEYS: readonly (readonly ColumnKind[])[] = [
  ['address'],
  ['fqdn'],
  ['integer'],
  ['text', 'time'],
  ['fqdn', 'address'],
];

const referenceDraft = fc.record({
  keyKinds: fc.constantFrom(...REFERENCE_KEYS),
  pointsAtFirst: fc.boolean(),
  fields: fields(2),
});

const sequenceDraft = fc.record({
  context: fc.nat(7),
  contextTemporal: fc.boolean(),
  timed: fc.boolean(),
  self: fc.constantFrom('none' as const, 'plain' as const, 'temporal' as const),
  parents: fc.array(parent, { maxLength: 2 }),
  references: fc.array(parent, { maxLength: 1 }),
  fields: fields(4),
});

const linkDraft = fc.record({ timed: fc.boolean(), tuple: fc.boolean(), fields: fields(2) });

/** What a test needs the schema to have, so that no case is wasted. */
export interface SchemaWish {
  readonly minSequences?: number;
  /** True: always a link table; false: never; else now and then. */
  readonly link?: boolean;
}

/** A valid schema with its tables in an order in which parents need not come first. */
export function schemaArbitrary(wish: SchemaWish = {}): fc.Arbitrary<DatabaseSchema> {
  const least = wish.link === true ? 2 : (wish.minSequences ?? 0);
  const draft = fc.record({
    root: fields(4),
    references: fc.array(referenceDraft, { maxLength: 2 }),
    sequences: fc.array(sequenceDraft, { minLength: least, maxLength: 4 }),
    link: linkWish(wish),
  });
  return fc
    .tuple(draft, fc.array(fc.nat(9), { minLength: MOST_TABLES, maxLength: MOST_TABLES }))
    .map(([one, ranks]) => inAnyOrder(schemaOf(one), ranks));
}

function linkWish(wish: SchemaWish): fc.Arbitrary<LinkDraft | null> {
  if (wish.link === undefined) return fc.option(linkDraft, { freq: 2 });
  return wish.link ? linkDraft : fc.constant(null);
}

/** The shipped schemas: flows alone, events alone, both with links. */
export const telemetrySchemas: fc.Arbitrary<DatabaseSchema> = fc.constantFrom(
  telemetrySchema({ events: false, flows: true }),
  telemetrySchema({ events: true, flows: false }),
  telemetrySchema({ events: true, flows: true }),
);

function inAnyOrder(schema: DatabaseSchema, ranks: readonly number[]): DatabaseSchema {
  const ranked = schema.tables.map((table, index) => ({ table, rank: ranks[index] ?? 0 }));
  return { tables: ranked.sort((left, right) => left.rank - right.rank).map((one) => one.table) };
}
