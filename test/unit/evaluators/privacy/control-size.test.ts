import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { controlAtSize } from '../../../../evaluators/privacy/control-size.ts';

const SIZES = { members: 4000, outsiders: 1000 };

describe('controlAtSize', () => {
  it('should meet the success among members where they are strangers, too', () => {
    const random = createRandom(1, 'control');
    const weights = Array.from({ length: 500 }, () => random.next() / 1000);
    const fitting = (size: number) => weights.map((weight) => binomial(size, weight));

    const members = fitting(SIZES.members);
    const alone = members.filter((one) => one === 1).length / members.length;
    const control = controlAtSize({ members, outsiders: fitting(SIZES.outsiders) }, SIZES);

    expect(control.attacks).to.equal(125);
    expect(control.successes / control.attacks).to.be.closeTo(alone, 0.08);

    function binomial(size: number, weight: number): number {
      let count = 0;
      for (let at = 0; at < size; at += 1) count += Number(random.next() < weight);
      return count;
    }
  });

  it('should not count what members alone give away', () => {
    const members = Array(400).fill(1);
    const outsiders = Array(400).fill(0);

    expect(controlAtSize({ members, outsiders }, SIZES).successes).to.be.closeTo(0, 1e-9);
  });

  it('should draw among strangers where they are more', () => {
    const swapped = { members: 1000, outsiders: 4000 };
    const counts = { members: [0, 0, 0, 0], outsiders: [1, 1, 1, 1] };

    expect(controlAtSize(counts, swapped)).to.deep.equal({ attacks: 4, successes: 1 });
  });
});
