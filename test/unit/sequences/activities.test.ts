import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { activitiesOf, type ScopeActivities } from '../../../engine/sequences/activities.ts';
import { layoutOf, type Scope } from '../../../engine/sequences/generation-layout.ts';
import { type DatabaseStore, loadTables } from '../../../engine/sequences/table-store.ts';
import { rowTypes } from '../../../engine/sequences/type-column.ts';
import { memoryRows } from '../../support/database-arbitrary.ts';
import { linkedWorld } from '../../support/linked-world.ts';

let scope: Scope;
let database: DatabaseStore;

before(async () => {
  const world = linkedWorld(12);
  const layout = layoutOf(world.schema);
  scope = layout.scopes[0]!;
  database = await loadTables(layout, memoryRows(world.rows), () => undefined);
});

describe('activitiesOf', () => {
  let activities: ScopeActivities;

  before(() => {
    const types = scope.tables.map((name) => rowTypes(database.tables.get(name)!, () => true));
    activities = activitiesOf(scope, database, types);
  });

  it('should put every row in one slot, or let it be born with a row that names it', () => {
    const placed = scope.tables.map((name) => new Int32Array(database.tables.get(name)!.rows));
    for (const [at, kind] of activities.kindOf.entries()) {
      for (const [slot, table] of activities.kinds[kind]!.slots.entries()) {
        placed[table]![activities.slotRows[activities.slotOffsets[at]! + slot]!]! += 1;
      }
    }
    const processes = scope.tables.indexOf('processes');
    const births = activities.births[scope.tables.indexOf('events')]!;
    for (const row of births.flatMap((one) => [...one]))
      if (row >= 0) placed[processes]![row]! += 1;

    for (const rows of placed) expect([...new Set(rows)]).to.deep.equal([1]);
    expect(births.some((one) => one.some((row) => row >= 0))).to.equal(true);
  });

  it('should keep linked rows together and lose no link', () => {
    const links = database.tables.get('links')!.rows;
    const linked = activities.kinds.filter((one) => one.links.length > 0);

    expect(activities.lostLinks).to.equal(0);
    expect(activities.linkRows.length).to.equal(links);
    expect(linked.map((one) => one.slots.length)).to.deep.equal(linked.map(() => 2));
    expect(linked.every((one) => one.types.includes('3'))).to.equal(true);
  });
});
