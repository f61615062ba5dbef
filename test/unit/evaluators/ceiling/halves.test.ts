import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  affordedDraws,
  drawHalves,
  shuffledHalves,
} from '../../../../evaluators/ceiling/halves.ts';

describe('drawHalves', () => {
  it('should mark one half of the subjects, another in each draw', () => {
    const halves = drawHalves(9, 20, createRandom(1));

    expect(halves.map((mask) => mask.reduce((sum, bit) => sum + bit, 0))).to.deep.equal(
      Array.from({ length: 20 }, () => 4),
    );
    expect(new Set(halves.map((mask) => mask.join(''))).size).to.be.above(10);
  });
});

describe('affordedDraws', () => {
  it('should lie between 20 and 200', () => {
    expect([0, 1000, 1e7, 1e9].map(affordedDraws)).to.deep.equal([200, 200, 120, 20]);
  });
});

describe('shuffledHalves', () => {
  it('should part a list, with the odd one in the second half', () => {
    const list = [...Array(9).keys()];

    const [first, second] = shuffledHalves(list, createRandom(1));

    expect([first.length, second.length]).to.deep.equal([4, 5]);
    expect([...first, ...second].sort()).to.deep.equal([...Array(9).keys()]);
  });

  it('should hold the subjects that a mask of the same stream marks', () => {
    const [mask = new Uint8Array(0)] = drawHalves(20, 1, createRandom(7));

    const [first] = shuffledHalves([...Array(20).keys()], createRandom(7).split('halves', 0));

    const marked = [...mask].flatMap((bit, at) => (bit === 1 ? [at] : []));
    expect(marked).to.have.members([...first]);
  });
});
