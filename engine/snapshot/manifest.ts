import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataError } from '../core/errors.ts';
import { COLUMN_KINDS, PROTECTIONS } from '../schema/column.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { RELATIONSHIP_KINDS } from '../schema/relationship.ts';
import { TABLE_ROLES } from '../schema/table-schema.ts';
import { validateSchema } from '../schema/validate-schema.ts';

export const MANIFEST_FILE = 'manifest.json';
export const SCHEMA_FILE = 'schema.sql';

const FORMAT = 1;

/** What decided the rows; nothing that differs between two equal runs. */
export interface SnapshotFacts {
  readonly scenario: string;
  readonly seed: number;
  /** Entwine's version. */
  readonly version: string;
  /** The model family. */
  readonly engine: string;
}

const count = z.int().nonnegative();
const file = z.strictObject({
  path: z.string().regex(/^[a-z][a-z0-9_]{0,47}\.(csv|parquet|sql)$/),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const column = z.strictObject({
  name: z.string(),
  kind: z.enum(COLUMN_KINDS),
  nullable: z.boolean(),
  protection: z.enum(PROTECTIONS),
});
const relationship = z.strictObject({
  kind: z.enum(RELATIONSHIP_KINDS),
  columns: z.array(z.string()),
  target: z.string(),
  targetColumns: z.array(z.string()),
  required: z.boolean(),
  temporal: z.boolean(),
});
const endpointTuple = z.strictObject({
  sourceAddress: z.string(),
  sourcePort: z.string(),
  destinationAddress: z.string(),
  destinationPort: z.string(),
  protocol: z.string(),
});
const table = z.strictObject({
  name: z.string(),
  role: z.enum(TABLE_ROLES),
  columns: z.array(column),
  primaryKey: z.array(z.string()),
  relationships: z.array(relationship),
  timeColumn: z.string().nullable(),
  endpointTuple: endpointTuple.optional(),
});
const manifest = z.strictObject({
  format: z.literal(FORMAT),
  entwine: z.string(),
  scenario: z.string(),
  seed: z.int(),
  engine: z.string(),
  excelSafe: z.boolean(),
  /** Rows by table, in the schema's order. */
  tables: z.record(z.string(), count),
  files: z.array(file),
  schema: z.strictObject({ tables: z.array(table) }),
});

/** A file of the snapshot. */
export type SnapshotFile = Readonly<z.infer<typeof file>>;

/** All that a snapshot says of itself. */
export type SnapshotManifest = Omit<Readonly<z.infer<typeof manifest>>, 'schema'> & {
  readonly schema: DatabaseSchema;
};

/** What a manifest is made of. */
export interface ManifestParts {
  readonly schema: DatabaseSchema;
  readonly facts: SnapshotFacts;
  readonly excelSafe: boolean;
  readonly rows: ReadonlyMap<string, number>;
  readonly files: readonly SnapshotFile[];
}

/** Puts a manifest together. */
export function createManifest(parts: ManifestParts): SnapshotManifest {
  const { schema, facts, excelSafe, rows, files } = parts;
  return {
    format: FORMAT,
    entwine: facts.version,
    scenario: facts.scenario,
    seed: facts.seed,
    engine: facts.engine,
    excelSafe,
    tables: Object.fromEntries(schema.tables.map(({ name }) => [name, rows.get(name) ?? 0])),
    files: [...files],
    schema,
  };
}

/**
 * Reads a snapshot's manifest.
 *
 * @throws DataError if it is missing or is none of ours, SchemaError if its schema cannot stand
 */
export async function readManifest(directory: string): Promise<SnapshotManifest> {
  const path = join(directory, MANIFEST_FILE);
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new DataError(`${path}: cannot be read; name a snapshot's folder`, { path }, error);
  });
  const parsed = manifest.safeParse(parseJson(path, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const what = `${issue?.path.join('.')}: ${issue?.message}`;
    throw new DataError(`${path}: not a snapshot's manifest: ${what}; take another copy`, { path });
  }
  const found = parsed.data as SnapshotManifest;
  validateSchema(found.schema);
  return found;
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(`${path}: not JSON; take another copy`, { path }, error);
  }
}

/** Names of a table's files. */
export function tableFiles(name: string): { readonly csv: string; readonly parquet: string } {
  return { csv: `${name}.csv`, parquet: `${name}.parquet` };
}
