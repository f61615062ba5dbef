import type { Knex } from 'knex';

/** Which real entity a subject of the original database is, and on which side of the split. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('subject_origins', (table) => {
    table.bigInteger('subject_key').notNullable();
    table.specificType('capture', 'text COLLATE "C"').notNullable();
    table.specificType('identity', 'text COLLATE "C"').notNullable();
    table.text('part').checkIn(['training', 'holdout']);
    table.primary(['subject_key', 'capture', 'identity']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('subject_origins');
}
