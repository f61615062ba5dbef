import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { columnIndex } from '../../../engine/schema/table-schema.ts';
import { layoutOf } from '../../../engine/sequences/generation-layout.ts';
import { loadTables, type TableStore } from '../../../engine/sequences/table-store.ts';
import { rowTypes } from '../../../engine/sequences/type-column.ts';
import { memoryRows } from '../../support/database-arbitrary.ts';
import { linkedWorld } from '../../support/linked-world.ts';

let events: TableStore;
let processes: TableStore;

before(async () => {
  const world = linkedWorld(12);
  const read = await loadTables(layoutOf(world.schema), memoryRows(world.rows), () => undefined);
  events = read.tables.get('events')!;
  processes = read.tables.get('processes')!;
});

describe('rowTypes', () => {
  it('should find the column that decides which others are filled', () => {
    const types = rowTypes(events, () => true);

    expect(types.column).to.equal(columnIndex(events.layout.table, 'event_type'));
    expect(types.typeOf(0)).to.equal('1');
  });

  it('should say nothing of types that may not leave, nor where there is no such column', () => {
    const types = rowTypes(events, (_, value) => value !== '1');

    expect(types.typeOf(0)).to.equal(null);
    expect(rowTypes(processes, () => true).column).to.equal(-1);
  });
});
