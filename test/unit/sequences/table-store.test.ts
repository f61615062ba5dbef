import { expect } from 'chai';
import { describe, it } from 'mocha';
import { layoutOf } from '../../../engine/sequences/generation-layout.ts';
import { loadTables, loadUpTo } from '../../../engine/sequences/table-store.ts';
import { memoryRows } from '../../support/database-arbitrary.ts';
import { flowWorld } from '../../support/flow-world.ts';

const WORLD = flowWorld({ hosts: 40 });
const LAYOUT = layoutOf(WORLD.schema);
const ALL = 40 + 400;

describe('loadTables', () => {
  it('should hold every row, and columns that are no longer than their rows', async () => {
    let advanced = 0;
    const database = await loadTables(LAYOUT, memoryRows(WORLD.rows), (rows) => {
      advanced += rows;
    });

    const flows = database.tables.get('flows');
    const lengths = flows?.columns.map((one) => Math.max(one.numbers.length, one.codes.length));
    expect(database.subjects).to.equal(40);
    expect(new Set(lengths)).to.deep.equal(new Set([400]));
    expect(advanced).to.equal(ALL + (WORLD.rows.get('endpoints')?.length ?? 0));
  });
});

describe('loadUpTo', () => {
  it('should count rows of subjects alone', async () => {
    expect(await load(ALL)).to.not.equal(null);
    expect(await load(ALL - 1)).to.equal(null);
  });

  it('should leave the rows after the bound unread', async () => {
    let closed = false;
    const rows = async function* () {
      try {
        yield [[1]];
        yield [[2]];
        yield [[3]];
      } finally {
        closed = true;
      }
    };

    expect(await loadUpTo(LAYOUT, rows, { advance: () => undefined, maxRows: 1 })).to.equal(null);
    expect(closed).to.equal(true);
  });
});

function load(maxRows: number) {
  return loadUpTo(LAYOUT, memoryRows(WORLD.rows), { advance: () => undefined, maxRows });
}
