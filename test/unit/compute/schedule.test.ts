import { expect } from 'chai';
import { afterValidation, cosineRate, startPlateau } from '../../../engine/compute/schedule.ts';

describe('cosineRate', () => {
  const schedule = { peak: 1, floor: 0.1, warmUp: 4, steps: 14 };

  it('should rise straight, then fall along half a cosine', () => {
    const rates = [0, 3, 4, 9, 14, 99].map((step) => cosineRate(schedule, step));

    const wanted = [0.25, 1, 1, 0.55, 0.1, 0.1];
    rates.forEach((rate, index) => {
      expect(rate).to.be.closeTo(wanted[index]!, 1e-12);
    });
  });

  it('should start at the peak without a rise', () => {
    expect(cosineRate({ ...schedule, warmUp: 0 }, 0)).to.equal(1);
  });
});

describe('afterValidation', () => {
  const schedule = { factor: 0.5, patience: 1, floor: 0.2 };
  const ratesAfter = (losses: readonly number[]) => {
    let plateau = startPlateau(1);
    return losses.map((loss) => {
      plateau = afterValidation(schedule, plateau, loss);
      return plateau.rate;
    });
  };

  it('should fall once the loss has not fallen for longer than patience', () => {
    expect(ratesAfter([5, 4, 4, 4, 4, 4])).to.deep.equal([1, 1, 1, 0.5, 0.5, 0.25]);
  });

  it('should wait anew after a gain, and stop at the floor', () => {
    expect(ratesAfter([5, 6, 4, 5, 3, 4])).to.deep.equal([1, 1, 1, 1, 1, 1]);
    expect(ratesAfter([1, 2, 2, 2, 2, 2, 2, 2, 2])).to.deep.equal([
      1, 1, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2,
    ]);
  });
});
