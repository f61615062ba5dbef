import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import { type SeedSubject, seedSubjects } from '../../../engine/pipeline/seed-rows.ts';
import { openPseudonyms } from '../../../engine/subjects/pseudonyms.ts';
import { type Database, memoryRows } from '../../support/database-arbitrary.ts';
import { flowWorld } from '../../support/flow-world.ts';

const [ADDRESS, START, SOURCE, DESTINATION, LABEL] = [3, 2, 5, 7, 17];

describe('seedSubjects', () => {
  const world = flowWorld({ hosts: 6 });

  it('should read whole subjects in order, each with the time of its last row', async () => {
    const seeds = await read(world);

    expect(seeds.map((one) => one.subjectKey)).to.deep.equal([1, 2, 3, 4, 5, 6]);
    for (const { rows, endUs } of seeds) {
      const times = (rows.get('flows') ?? []).map((row) => Number(row[START]));
      expect(times).to.have.length(10);
      expect(endUs).to.equal(Math.max(...times));
    }
  });

  it('should show no real name, and the same pseudonym wherever a name stands', async () => {
    const [seed] = await read(world);

    const own = seed!.shown.get('subjects')![0]![ADDRESS];
    expect(own).to.not.equal(seed!.rows.get('subjects')![0]![ADDRESS]);
    for (const row of seed!.shown.get('flows')!) expect(row[SOURCE]).to.equal(own);
    const real = new Set(seed!.rows.get('flows')!.map((row) => row[DESTINATION]));
    const shown = new Set(seed!.shown.get('flows')!.map((row) => row[DESTINATION]));
    expect(shown.size).to.equal(real.size);
    expect([...shown].filter((one) => real.has(one!))).to.deep.equal([]);
  });

  it('should leave out categories that may not leave, and keep numbers', async () => {
    const [seed] = await read(world, (_table, column) => column !== 'label');

    for (const [at, row] of seed!.shown.get('flows')!.entries()) {
      expect(row[LABEL]).to.equal(null);
      expect(row[START]).to.equal(seed!.rows.get('flows')![at]![START]);
    }
  });

  it('should stop at the wanted number of subjects', async () => {
    expect(await read(world, () => true, 2)).to.have.length(2);
  });

  it('should refuse rows of a subject that is not there', async () => {
    const rows = new Map(world.rows).set('subjects', world.rows.get('subjects')!.slice(1));

    const error = await read({ ...world, rows }).catch((one: unknown) => one);

    expect(error).to.be.instanceOf(DataError);
  });
});

async function read(
  { schema, rows }: Database,
  mayLeave: (table: string, column: string, value: Row[number]) => boolean = () => true,
  most = 100,
): Promise<SeedSubject[]> {
  const pseudonyms = openPseudonyms(7);
  const found: SeedSubject[] = [];
  const options = { pseudonyms, mayLeave, most };
  for await (const one of seedSubjects({ schema, rows: memoryRows(rows) }, options))
    found.push(one);
  return found;
}
