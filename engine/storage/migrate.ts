import { readdirSync } from 'node:fs';
import type { Knex } from 'knex';

/** The repository's `migrations/`, or its build. */
const FOLDER = new URL('../../migrations/', import.meta.url);
const MIGRATION_FILE = /^(\d{8}T\d{4}-[a-z0-9-]+)\.(?:ts|js)$/;

/** Names carry no ending, so that sources and build keep one history. */
const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () =>
    readdirSync(FOLDER)
      .filter((file) => MIGRATION_FILE.test(file))
      .sort(),
  getMigrationName: (file) => file.replace(MIGRATION_FILE, '$1'),
  getMigration: async (file) => (await import(new URL(file, FOLDER).href)) as Knex.Migration,
};

/** Brings the tables of a namespace up to date. */
export async function migrateNamespace(knex: Knex, namespace: string): Promise<void> {
  const config = { migrationSource, schemaName: namespace, tableName: 'entwine_migrations' };
  try {
    await knex.migrate.latest(config);
  } catch (error) {
    if (!isLocked(error)) throw error;
    await knex.migrate.forceFreeMigrationsLock(config);
    await knex.migrate.latest(config);
  }
}

/** Takes back every migration of a namespace, in reverse. */
export async function revertNamespace(knex: Knex, namespace: string): Promise<void> {
  const config = { migrationSource, schemaName: namespace, tableName: 'entwine_migrations' };
  await knex.migrate.rollback(config, true);
}

/** A killed migration leaves knex's lock behind. */
function isLocked(error: unknown): boolean {
  return error instanceof Error && error.name === 'MigrationLocked';
}
