import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { groupTokens } from '../../../engine/sampler/entity-groups.ts';
import { columnIndex } from '../../../engine/schema/table-schema.ts';
import { layoutOf } from '../../../engine/sequences/generation-layout.ts';
import { type DatabaseStore, loadTables } from '../../../engine/sequences/table-store.ts';
import { memoryRows } from '../../support/database-arbitrary.ts';
import { linkedWorld } from '../../support/linked-world.ts';

let database: DatabaseStore;

before(async () => {
  const world = linkedWorld(20);
  database = await loadTables(layoutOf(world.schema), memoryRows(world.rows), () => undefined);
});

describe('groupTokens', () => {
  it('should part servers by the port at which they are met', () => {
    const flows = database.tables.get('flows')!;
    const column = columnIndex(flows.layout.table, 'dst_ip');
    const { codes: tokens, dictionary } = flows.columns[column]!;
    const names = dictionary!.values.map(String);
    const scopeOf = new Uint8Array(names.length);
    const field = { table: 'flows', columns: [column], domain: 0, tokens };
    const groups = (k: number) => groupTokens({ database, fields: [field], scopeOf, scopes: 1, k });

    const { groupOf, scopes } = groups(3);
    const groupsOf = (host: string) =>
      new Set(names.flatMap((one, at) => (one.endsWith(host) ? [groupOf[at]] : [])));

    // The last number of a server says whether it answers names (port 53) or pages (443).
    const [dns, web] = ['.1', '.2'].map((host) => groupsOf(host));
    expect(scopes).to.deep.equal([0, 0, 0]);
    expect(dns!.size + web!.size).to.be.at.least(2);
    expect([...dns!].filter((one) => one !== 0 && web!.has(one))).to.deep.equal([]);
    expect(groups(1000).scopes).to.deep.equal([0]);
  });
});
