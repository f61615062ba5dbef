import { expect } from 'chai';
import { createRandom } from '../../../../engine/core/random.ts';
import { createKeySorter } from '../../../../evaluators/learners/sort-keys.ts';

describe('createKeySorter', () => {
  for (const [size, bins] of [
    [1, 5],
    [30, 60_000],
    [41, 200],
    [200, 65_535],
  ] as const) {
    it(`should sort ${size} keys of codes below ${bins}`, () => {
      const random = createRandom(6, 'keys', size);
      const keys = Int32Array.from({ length: 256 }, (_, at) => (random.integer(bins) << 8) | at);
      const wanted = [...keys.slice(0, size)].sort((one, other) => one - other);

      createKeySorter(keys)(size, bins);

      expect([...keys.slice(0, size)]).to.deep.equal(wanted);
    });
  }
});
