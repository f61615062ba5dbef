import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { boundedRows, poissonLot } from '../../../../engine/models/privacy/poisson-lot.ts';

const LOTS = 4000;
const SUBJECTS = 50;

describe('poissonLot', () => {
  it('should draw each subject with the chance, independently of the others', () => {
    const rate = 0.15;
    const seen = new Array<number>(SUBJECTS).fill(0);
    let [pairs, sizes, squares] = [0, 0, 0];

    for (let at = 0; at < LOTS; at += 1) {
      const lot = poissonLot(createRandom(7, at), SUBJECTS, rate);
      for (const one of lot) seen[one] = (seen[one] as number) + 1;
      if (lot.includes(3) && lot.includes(4)) pairs += 1;
      sizes += lot.length;
      squares += lot.length ** 2;
    }

    for (const count of seen) expect(count / LOTS).to.be.closeTo(rate, 0.025);
    expect(pairs / LOTS).to.be.closeTo(rate ** 2, 0.01);
    const mean = sizes / LOTS;
    expect(mean).to.be.closeTo(SUBJECTS * rate, 0.2);
    expect(squares / LOTS - mean ** 2).to.be.closeTo(SUBJECTS * rate * (1 - rate), 0.5);
  });

  it('should give ordinals in ascending order, the same for the same stream', () => {
    const lot = poissonLot(createRandom(1), 1000, 0.3);

    expect(lot).to.deep.equal([...new Set(lot)].sort((a, b) => a - b));
    expect(Math.max(...lot)).to.be.below(1000);
    expect(poissonLot(createRandom(1), 1000, 0.3)).to.deep.equal(lot);
  });

  it('should take everybody or nobody at the ends', () => {
    expect(poissonLot(createRandom(1), 4, 1)).to.deep.equal([0, 1, 2, 3]);
    expect(poissonLot(createRandom(1), 4, 0)).to.deep.equal([]);
    expect(poissonLot(createRandom(1), 0, 0.5)).to.deep.equal([]);
  });
});

describe('boundedRows', () => {
  it('should keep all rows of a subject that has few', () => {
    expect([...boundedRows(createRandom(1), 3, 8)]).to.deep.equal([0, 1, 2]);
  });

  it('should keep no more than the bound, each row alike likely', () => {
    const seen = new Array<number>(20).fill(0);

    for (let at = 0; at < LOTS; at += 1) {
      const rows = boundedRows(createRandom(2, at), 20, 5);
      expect(new Set(rows).size).to.equal(5);
      for (const row of rows) seen[row] = (seen[row] as number) + 1;
    }

    for (const count of seen) expect(count / LOTS).to.be.closeTo(5 / 20, 0.03);
  });
});
