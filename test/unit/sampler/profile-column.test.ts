import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { profileColumn } from '../../../engine/sampler/profile-column.ts';
import { layoutOf } from '../../../engine/sequences/generation-layout.ts';
import { type DatabaseStore, loadTables } from '../../../engine/sequences/table-store.ts';
import { memoryRows } from '../../support/database-arbitrary.ts';
import { linkedWorld } from '../../support/linked-world.ts';

let database: DatabaseStore;

before(async () => {
  const world = linkedWorld(20);
  database = await loadTables(layoutOf(world.schema), memoryRows(world.rows), () => undefined);
});

describe('profileColumn', () => {
  it('should be a text or category that many subjects share', () => {
    const events = database.tables.get('events')!;
    const { columns } = events.layout.table;

    expect(['path', 'text', 'category']).to.include(columns[profileColumn(events, 2)]?.kind);
    expect(profileColumn(events, 1000)).to.equal(-1);
  });
});
