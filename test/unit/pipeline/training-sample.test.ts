import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import type { Row } from '../../../engine/core/row.ts';
import type { TableReader } from '../../../engine/pipeline/ports.ts';
import { sampleSubjects } from '../../../engine/pipeline/training-sample.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';

const SEED = 7;

describe('sampleSubjects', () => {
  it('should give the reader back where all fits', async () => {
    const reader = readerOf(sizes(20, 5));

    const sample = await sampleSubjects(reader, { seed: SEED });

    expect(sample).to.deep.equal({ reader, share: 1, subjects: 20, rows: 120 });
  });

  it('should keep whole subjects and stay within the bound', async () => {
    const counts = Array.from({ length: 200 }, (_, at) => 1 + ((at * 7) % 23));
    const sample = await sampleSubjects(readerOf(counts), { maxRows: 500, seed: SEED });

    const subjects = await keysOf(sample.reader, 'subjects');
    const flows = await keysOf(sample.reader, 'flows');

    expect(sample.rows).to.equal(subjects.length + flows.length);
    expect(sample.rows).to.be.within(450, 500);
    expect(sample.subjects).to.equal(subjects.length);
    for (const key of subjects) {
      expect(flows.filter((one) => one === key)).to.have.length(counts[Number(key)] ?? -1);
    }
    const total = 200 + counts.reduce((sum, one) => sum + one, 0);
    expect(sample.share).to.be.closeTo(sample.rows / total, 1e-12);
  });

  it('should keep reference tables whole', async () => {
    const sample = await sampleSubjects(readerOf(sizes(50, 9)), { maxRows: 100, seed: SEED });

    expect(await keysOf(sample.reader, 'endpoints')).to.have.length(3);
  });

  it('should choose the same whatever the order of the rows, and others for another seed', async () => {
    const forth = await chosen(readerOf(sizes(60, 9)), SEED);
    const back = await chosen(readerOf(sizes(60, 9), true), SEED);
    const other = await chosen(readerOf(sizes(60, 9)), SEED + 1);

    expect([...back].sort()).to.deep.equal([...forth].sort());
    expect([...other].sort()).to.not.deep.equal([...forth].sort());
  });

  it('should pass over a subject that alone exceeds the bound', async () => {
    const sample = await sampleSubjects(readerOf([1000, 4, 4]), { maxRows: 10, seed: SEED });

    expect(await keysOf(sample.reader, 'subjects')).to.deep.equal([1, 2]);
  });

  it('should keep one subject where none fits', async () => {
    const sample = await sampleSubjects(readerOf([30, 40]), { maxRows: 10, seed: SEED });

    expect(sample.subjects).to.equal(1);
  });

  it('should refuse a row without a subject', async () => {
    const reader = readerOf([2], false, [[null]]);

    await sampleSubjects(reader, { seed: SEED }).then(
      () => expect.fail('took it'),
      (error) => expect(error).to.be.instanceOf(DataError),
    );
  });
});

function sizes(subjects: number, rows: number): number[] {
  return new Array<number>(subjects).fill(rows);
}

/** Subject i has one row of its own and `flows[i]` flows; only keys are filled in. */
function readerOf(
  flows: readonly number[],
  isTurned = false,
  stray: readonly Row[] = [],
): TableReader {
  const tables: Readonly<Record<string, readonly Row[]>> = {
    subjects: [...[...flows.keys()].map((key) => [key]), ...stray],
    endpoints: [['a'], ['b'], ['c']],
    names: [],
    flows: flows.flatMap((count, key) => Array.from({ length: count }, (_, at) => [key, at])),
  };
  const schema = telemetrySchema({ events: false, flows: true });
  return {
    schema,
    async *rows(name) {
      const rows = [...(tables[name] ?? [])];
      if (isTurned) rows.reverse();
      for (let at = 0; at < rows.length; at += 16) yield rows.slice(at, at + 16);
    },
  };
}

async function keysOf(reader: TableReader, table: string) {
  const keys: unknown[] = [];
  for await (const batch of reader.rows(table)) keys.push(...batch.map(([key]) => key));
  return keys;
}

async function chosen(reader: TableReader, seed: number) {
  const sample = await sampleSubjects(reader, { maxRows: 300, seed });
  return keysOf(sample.reader, 'subjects');
}
