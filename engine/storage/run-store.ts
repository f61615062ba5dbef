import type { Queries } from './database.ts';

/** A shard of a stage whose rows are in the database. */
export interface ShardMarker {
  readonly stage: string;
  readonly shard: number;
  readonly rows: number;
  /** sha256 of the shard's rows, hexadecimal. */
  readonly digest: string;
}

/**
 * Marks a shard as done; run it in the transaction that loads the shard's rows.
 *
 * @returns false if it was done before: then the caller must throw, so that no row comes twice
 */
export async function markShardDone(tx: Queries, marker: ShardMarker): Promise<boolean> {
  const added = await tx.query(
    `INSERT INTO entwine_shards (stage, shard, rows, digest) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING shard`,
    [marker.stage, marker.shard, marker.rows, marker.digest],
  );
  return added.length === 1;
}

/** The finished shards of a stage, by number. */
export async function doneShards(
  database: Queries,
  stage: string,
): Promise<ReadonlyMap<number, ShardMarker>> {
  const rows = await database.query(
    'SELECT shard, rows, digest FROM entwine_shards WHERE stage = $1 ORDER BY shard',
    [stage],
  );
  return new Map(
    rows.map((row) => {
      const shard = Number(row.shard);
      return [shard, { stage, shard, rows: Number(row.rows), digest: String(row.digest) }];
    }),
  );
}

/** Takes back the done-markers of a stage and of its shards, before it starts anew. */
export async function forgetStage(tx: Queries, stage: string): Promise<void> {
  await tx.query('DELETE FROM entwine_shards WHERE stage = $1', [stage]);
  await tx.query('DELETE FROM entwine_stages WHERE stage = $1', [stage]);
}

/** Marks a stage as done with the digest of what it was made from. */
export async function markStageDone(tx: Queries, stage: string, digest: string): Promise<void> {
  await tx.query(
    `INSERT INTO entwine_stages (stage, digest) VALUES ($1, $2)
     ON CONFLICT (stage) DO UPDATE SET digest = excluded.digest`,
    [stage, digest],
  );
}

/** The digest of a finished stage, null where it is not done. */
export async function doneStage(database: Queries, stage: string): Promise<string | null> {
  const rows = await database.query('SELECT digest FROM entwine_stages WHERE stage = $1', [stage]);
  return rows[0] === undefined ? null : String(rows[0].digest);
}

/** Writes a fact about the database. */
export async function writeMeta(tx: Queries, key: string, value: string): Promise<void> {
  await tx.query(
    `INSERT INTO entwine_meta (key, value) VALUES ($1, $2)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [key, value],
  );
}

/** A fact about the database, null where it was never written. */
export async function readMeta(database: Queries, key: string): Promise<string | null> {
  const rows = await database.query('SELECT value FROM entwine_meta WHERE key = $1', [key]);
  return rows[0] === undefined ? null : String(rows[0].value);
}
