import type { Knex } from 'knex';

/** Ordered by bytes, whatever the server's locale. */
const TEXT = 'text COLLATE "C"';
const FIELDS = ['target_guid', 'value', 'hashes', 'signature', 'current_directory'];

/** What the rarer Sysmon kinds say: the process acted on, what was written, digests, signers. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('staging_events', (table) => {
    for (const field of FIELDS) table.specificType(field, TEXT);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('staging_events', (table) => {
    for (const field of FIELDS) table.dropColumn(field);
  });
}
