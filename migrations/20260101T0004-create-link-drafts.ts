import type { Knex } from 'knex';

/** What the linker found, before its rows have subjects: link drafts, name spans, clock corrections. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('link_drafts', (table) => {
    table.text('capture').notNullable();
    table.bigInteger('event_row_id').notNullable();
    table.bigInteger('flow_row_id').notNullable();
    table.text('community_id');
    table.text('method').notNullable();
    table.double('confidence').notNullable();
    table.integer('rank').notNullable();
    table.double('window_ms').notNullable();
    table.primary(['event_row_id', 'flow_row_id']);
  });
  await knex.schema.createTable('name_spans', (table) => {
    table.text('capture').notNullable();
    table.text('fqdn').notNullable();
    table.text('address').notNullable();
    table.bigInteger('valid_from_us').notNullable();
    table.bigInteger('valid_to_us').notNullable();
    table.index(['capture', 'address']);
  });
  await knex.schema.createTable('clock_corrections', (table) => {
    table.text('capture').notNullable();
    table.text('host').notNullable();
    table.integer('event_type').notNullable();
    table.bigInteger('from_us').notNullable();
    table.bigInteger('to_us').notNullable();
    table.bigInteger('offset_us').notNullable();
    table.double('slope').notNullable();
    table.primary(['capture', 'host', 'event_type', 'from_us']);
  });
  await knex.schema.createTable('conversation_members', (table) => {
    table.text('source').notNullable();
    table.bigInteger('row_id').notNullable();
    table.text('owner').notNullable();
    table.bigInteger('anchor_us').notNullable();
    table.primary(['source', 'row_id']);
  });
  await knex.schema.createTable('watched_hosts', (table) => {
    table.text('capture').notNullable();
    table.text('host').notNullable();
    table.primary(['capture', 'host']);
  });
  await knex.schema.createTable('address_scopes', (table) => {
    table.text('address').primary();
    table.text('scope').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  const tables = [
    'address_scopes',
    'watched_hosts',
    'conversation_members',
    'clock_corrections',
    'name_spans',
    'link_drafts',
  ];
  for (const table of tables) {
    await knex.schema.dropTable(table);
  }
}
