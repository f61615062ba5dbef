import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Cell, Frame } from '../../../../evaluators/columns/frame.ts';
import {
  fitMixedSpace,
  joinRecords,
  type MixedRecords,
  pickRecords,
} from '../../../../evaluators/privacy/mixed-records.ts';
import { firstEquals, nearestRecords } from '../../../../evaluators/privacy/nearest-records.ts';

const real = frameOf(200, 1);
const space = fitMixedSpace([real]);
const records = (frame: Frame) => space.encode(frame, Int32Array.from(Array(frame.rows).keys()));

describe('nearestRecords', () => {
  it('should find what a plain search finds, over all columns and over some', () => {
    const [queries, among] = [records(frameOf(60, 2)), records(real)];

    for (const columns of [undefined, [0, 3], [1], [2, 1]]) {
      const { distance, at } = nearestRecords(queries, among, columns);
      const used = columns ?? [0, 1, 2, 3];
      for (let query = 0; query < queries.rows; query += 1) {
        const all = Array.from({ length: among.rows }, (_, row) =>
          plainDistance(queries, query, { among, row, used }),
        );
        const least = Math.min(...all);
        expect(distance[query]).to.be.closeTo(least, 1e-6);
        expect(all[at[query]!]).to.be.closeTo(least, 1e-6);
      }
    }
  });

  it('should be 0 at the first equal record, missing cells included', () => {
    const among = records(real);

    const { distance, at } = nearestRecords(among, among);

    expect([...distance].every((one) => one === 0)).to.equal(true);
    for (const [row, found] of at.entries()) expect(found).to.be.at.most(row);
  });

  it('should not depend on how large numbers are, only on their order', () => {
    const stretched = { ...real, columns: real.columns.map((column) => stretch(column)) };
    const [one, other] = [real, stretched].map((frame) =>
      fitMixedSpace([frame]).encode(frame, new Int32Array(200)),
    );

    expect([...other!.values]).to.deep.equal([...one!.values]);
  });
});

describe('firstEquals', () => {
  it('should name the first of equal rows', () => {
    const some = pickRecords(records(real), [3, 5, 3, 9, 5, 3]);

    expect([...firstEquals(some)]).to.deep.equal([0, 1, 0, 3, 1, 0]);
  });
});

describe('mixed records', () => {
  it('should keep subjects apart when two sets are joined', () => {
    const one = pickRecords(records(real), [5, 7]);
    const joined = joinRecords(one, one);

    expect([...joined.subject]).to.deep.equal([5, 7, 13, 15]);
    expect(joined.columns[0]!.raw).to.deep.equal(
      Float64Array.from([...one.columns[0]!.raw, ...one.columns[0]!.raw]),
    );
  });
});

function frameOf(rows: number, seed: number): Frame {
  const random = createRandom(seed, 'frame');
  const column = (name: string, type: 'numeric' | 'categorical', draw: () => Cell) => ({
    name,
    role: 'target' as const,
    type,
    values: Array.from({ length: rows }, () => (random.next() < 0.1 ? null : draw())),
  });
  return {
    rows,
    columns: [
      column('kind', 'categorical', () => random.pick(['a', 'b', 'c'])),
      column('size', 'numeric', () => Math.exp(3 * random.normal())),
      column('count', 'numeric', () => random.integer(5)),
      column('place', 'categorical', () => `p${random.integer(30)}`),
    ],
  };
}

function stretch(column: Frame['columns'][number]) {
  if (column.type === 'categorical') return column;
  const values = column.values.map((cell) => (cell === null ? null : Number(cell) ** 3 * 7));
  return { ...column, values };
}

/** Numbers stand before categories in mixed records. */
function plainDistance(
  queries: MixedRecords,
  query: number,
  { among, row, used }: { among: MixedRecords; row: number; used: readonly number[] },
): number {
  const width = queries.columns.length;
  const sum = used.reduce((total, column) => {
    const one = queries.values[query * width + column]!;
    const other = among.values[row * width + column]!;
    if (column >= queries.numbers) return total + Number(one !== other);
    return total + Math.min(1, Math.abs(one - other));
  }, 0);
  return sum / used.length;
}
