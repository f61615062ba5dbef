import type { Knex } from 'knex';

/** Ordered by bytes, whatever the server's locale. */
const TEXT = 'text COLLATE "C"';
const FIELDS = ['target_guid', 'value', 'hashes', 'signature', 'current_directory'];
/** Where the field itself is null, the staged text that it shares with other rows. */
const SHARED = ['value_id', 'hashes_id'];

/** What the rarer Sysmon kinds say: the process acted on, what was written, digests, signers. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('staging_events', (table) => {
    for (const field of FIELDS) table.specificType(field, TEXT);
    for (const field of SHARED) table.bigInteger(field);
  });
  await knex.schema.createTable('staging_texts', (table) => {
    table.bigInteger('text_id').primary();
    table.specificType('text', TEXT).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('staging_texts');
  await knex.schema.alterTable('staging_events', (table) => {
    for (const field of [...SHARED, ...FIELDS]) table.dropColumn(field);
  });
}
