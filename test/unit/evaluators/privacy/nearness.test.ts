import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { fitMixedSpace, type MixedRecords } from '../../../../evaluators/privacy/mixed-records.ts';
import { dcrShare, identicalShare } from '../../../../evaluators/privacy/nearness.ts';

const SIZES = { targets: 1000, references: 1000 };

const COLUMN = { name: 'x', role: 'target' as const, type: 'numeric' as const };
const GRID = Array.from({ length: 200_000 }, (_, at) => at);
const SPACE = fitMixedSpace([{ rows: GRID.length, columns: [{ ...COLUMN, values: GRID }] }]);

describe('dcrShare', () => {
  const random = createRandom(1, 'nearness');
  const drawn = (rows: number) =>
    recordsOf(Array.from({ length: rows }, () => random.integer(GRID.length)));

  it('should be 1 for a copy and about a half for others, whatever the sizes', () => {
    for (const strangers of [50, 400]) {
      const [members, outsiders] = [drawn(400), drawn(strangers)];
      const share = (released: MixedRecords) =>
        dcrShare({ members, outsiders, released }, SIZES, random);

      expect(share(members)).to.be.closeTo(1, 0.01);
      expect(share(drawn(400))).to.be.closeTo(0.5, 0.12);
      expect(share(outsiders)).to.be.closeTo(0, 0.01);
    }
  });

  it('should be a half where all hold the same few records', () => {
    const members = recordsOf(Array.from({ length: 400 }, (_, at) => at % 2));
    const outsiders = recordsOf(Array.from({ length: 100 }, (_, at) => at % 2));

    expect(dcrShare({ members, outsiders, released: members }, SIZES, random)).to.be.closeTo(
      0.5,
      1e-9,
    );
  });

  it('should refuse parts of fewer than twenty records', () => {
    const world = { members: drawn(30), outsiders: drawn(19), released: drawn(30) };

    expect(() => dcrShare(world, SIZES, random)).to.throw(IncomputableMetricError);
  });
});

describe('identicalShare', () => {
  it('should count records that recur', () => {
    expect(identicalShare(recordsOf([1, 2, 3, 3]), recordsOf([3, 4]))).to.equal(0.5);
  });
});

function recordsOf(values: readonly number[]): MixedRecords {
  const frame = { rows: values.length, columns: [{ ...COLUMN, values }] };
  return SPACE.encode(frame, Int32Array.from(values.keys()));
}
