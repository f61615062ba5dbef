import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { PartDealer } from '../../../engine/subjects/part-dealer.ts';
import {
  fitPartitionLaw,
  joinPart,
  logGamma,
  openChance,
  type PartitionLaw,
} from '../../../engine/subjects/partition-law.ts';

describe('fitPartitionLaw', () => {
  it('should find the law that parts were dealt by', () => {
    const laws: PartitionLaw[] = [
      { discount: 0.6, strength: 2 },
      { discount: 0, strength: 4 },
      { discount: -1, strength: 16 },
    ];

    for (const law of laws) {
      const groups = Array.from({ length: 60 }, (_, at) => deal(law, 200, at));
      const found = fitPartitionLaw(groups);

      expect(partsAt(found, 200)).to.be.closeTo(partsAt(law, 200), 0.1 * partsAt(law, 200));
      expect(found.discount).to.be.closeTo(law.discount, 0.12 + Math.max(0, -law.discount));
    }
  });

  it('should have an answer for nothing and for single members', () => {
    for (const groups of [[], [[1], [1]]]) {
      const law = fitPartitionLaw(groups);

      expect(openChance(law, 10, 3)).to.be.within(0.01, 0.99);
    }
  });
});

describe('joinPart', () => {
  it('should join none of the parts that take no more', () => {
    const law = { discount: 0.5, strength: 1 };

    for (let seed = 0; seed < 50; seed += 1) {
      expect(joinPart([0, 3, 0], law, createRandom(seed))).to.equal(1);
    }
    expect(joinPart([0, 0], law, createRandom(1))).to.equal(-1);
  });
});

describe('logGamma', () => {
  it('should be the factorial at whole numbers', () => {
    expect(logGamma(1)).to.be.closeTo(0, 1e-9);
    expect(logGamma(11)).to.be.closeTo(Math.log(3_628_800), 1e-9);
    expect(logGamma(0.5)).to.be.closeTo(Math.log(Math.PI) / 2, 1e-9);
  });
});

function deal(law: PartitionLaw, members: number, seed: number): number[] {
  const dealer = new PartDealer(law, createRandom(seed, 'deal'));
  const sizes: number[] = [];
  for (let member = 0; member < members; member += 1) {
    const part = dealer.next();
    sizes[part] = (sizes[part] ?? 0) + 1;
  }
  return sizes;
}

/** Expected number of parts, by the chances of opening one. */
function partsAt(law: PartitionLaw, members: number): number {
  let parts = 0;
  for (let member = 0; member < members; member += 1) parts += openChance(law, member, parts);
  return parts;
}
