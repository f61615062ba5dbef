import { expect } from 'chai';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { tableNamed } from '../../../../engine/schema/database-schema.ts';
import { columnIndex } from '../../../../engine/schema/table-schema.ts';
import {
  type NaiveSample,
  permutedLinks,
  randomKeys,
  shuffledColumns,
} from '../../../../evaluators/ceiling/naive-samples.ts';
import type { SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { wholeSample } from '../../../support/whole-sides.ts';

const NAIVE: Readonly<Record<string, NaiveSample>> = { shuffledColumns, randomKeys, permutedLinks };

describe('naive samples', () => {
  let original: SubjectSample;
  before(async () => {
    original = await wholeSample(1, 60);
  });

  for (const [name, naive] of Object.entries(NAIVE)) {
    it(`should keep rows and times in order, and repeat by seed: ${name}`, () => {
      const one = naive(original, createRandom(1, 'naive'));
      const again = naive(original, createRandom(1, 'naive'));

      expect(rowsOf(one, 'flows')).to.have.length(rowsOf(original, 'flows').length);
      expect(rowsOf(one, 'flows')).to.deep.equal(rowsOf(again, 'flows'));
      for (const { tables } of one.subjects) expect(tables.get('flows')).to.satisfy(isSorted);
    });
  }

  it('should keep every column and part its relations', () => {
    const shuffled = shuffledColumns(original, createRandom(1, 'naive'));

    expect(valuesOf(shuffled, 'dst_port').sort()).to.deep.equal(
      valuesOf(original, 'dst_port').sort(),
    );
    expect(valuesOf(shuffled, 'dst_port')).to.not.deep.equal(valuesOf(original, 'dst_port'));
    expect(valuesOf(shuffled, 'flow_id')).to.have.members(valuesOf(original, 'flow_id'));
  });

  it('should deal rows to other subjects, under their keys', () => {
    const dealt = randomKeys(original, createRandom(1, 'naive'));

    for (const { key, tables } of dealt.subjects) {
      for (const row of tables.get('events') ?? []) expect(row[0]).to.equal(key);
    }
    const counts = (sample: SubjectSample) =>
      sample.subjects.map((one) => one.tables.get('events')?.length);
    expect(counts(dealt)).to.not.deep.equal(counts(original));
  });

  it('should exchange what linked flows hold, and leave the others alone', () => {
    const permuted = permutedLinks(original, createRandom(1, 'naive'));

    const linked = new Set(rowsOf(original, 'links').map((row) => `${row[0]} ${row[3]}`));
    const others = (sample: SubjectSample) =>
      rowsOf(sample, 'flows').filter((row) => !linked.has(`${row[0]} ${row[1]}`));
    expect(linked.size).to.be.greaterThan(20);
    expect(others(permuted)).to.have.deep.members([...others(original)]);
    expect(rowsOf(permuted, 'flows')).to.not.have.deep.members([...rowsOf(original, 'flows')]);
  });
});

function rowsOf(sample: SubjectSample, table: string): readonly Row[] {
  return sample.subjects.flatMap(({ tables }) => tables.get(table) ?? []);
}

function valuesOf(sample: SubjectSample, column: string) {
  const at = columnIndex(tableNamed(sample.schema, 'flows'), column);
  return rowsOf(sample, 'flows').map((row) => row[at]);
}

function isSorted(rows: readonly Row[]): boolean {
  return rows.every((row, at) => at === 0 || Number(rows[at - 1]?.[2]) <= Number(row[2]));
}
