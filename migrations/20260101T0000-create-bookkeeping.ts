import type { Knex } from 'knex';

/** What a run has done so far: stages, shards of a stage, and facts about the database. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('entwine_stages', (table) => {
    table.text('stage').primary();
    table.text('digest').notNullable();
  });
  await knex.schema.createTable('entwine_shards', (table) => {
    table.text('stage').notNullable();
    table.integer('shard').notNullable();
    table.bigInteger('rows').notNullable();
    table.text('digest').notNullable();
    table.primary(['stage', 'shard']);
  });
  await knex.schema.createTable('entwine_meta', (table) => {
    table.text('key').primary();
    table.text('value').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('entwine_meta');
  await knex.schema.dropTable('entwine_shards');
  await knex.schema.dropTable('entwine_stages');
}
