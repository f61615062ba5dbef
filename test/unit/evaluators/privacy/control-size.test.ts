import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { controlAtSize, type Fit } from '../../../../evaluators/privacy/control-size.ts';

const NONE: Fit = { subjects: 0, once: 0 };
const ONE: Fit = { subjects: 1, once: 1 };
const SIZES = { members: 4000, outsiders: 1000 };

describe('controlAtSize', () => {
  it('should meet the success among members where they are strangers, too', () => {
    for (const records of [1, 2]) {
      const random = createRandom(records, 'control');
      const weights = Array.from({ length: 500 }, () => random.next() / 1000);
      const fits = (size: number) => weights.map((weight) => drawFit(size, weight));

      const members = fits(SIZES.members);
      const alone = members.filter(({ subjects, once }) => subjects === 1 && once === 1).length;
      const control = controlAtSize({ members, outsiders: fits(SIZES.outsiders) }, SIZES);

      expect(control.attacks).to.equal(125);
      expect(control.successes / control.attacks).to.be.closeTo(alone / 500, 0.08);

      function drawFit(size: number, weight: number): Fit {
        let [subjects, once] = [0, 0];
        for (let at = 0; at < size; at += 1) {
          if (random.next() >= weight) continue;
          subjects += 1;
          once += Number(records === 1 || random.next() < 0.5);
        }
        return { subjects, once };
      }
    }
  });

  it('should not count what members alone give away', () => {
    const members = Array(400).fill(ONE);
    const outsiders = Array(400).fill(NONE);

    expect(controlAtSize({ members, outsiders }, SIZES).successes).to.be.closeTo(0, 1e-9);
  });

  it('should draw among strangers where they are more', () => {
    const swapped = { members: 1000, outsiders: 4000 };
    const counts = { members: Array(4).fill(NONE), outsiders: Array(4).fill(ONE) };

    expect(controlAtSize(counts, swapped)).to.deep.equal({ attacks: 4, successes: 1 });
  });
});
