import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import {
  type Evidence,
  membershipAuc,
  membershipCurve,
} from '../../../../evaluators/privacy/membership-curve.ts';

const random = createRandom(1, 'curve');

describe('membershipCurve', () => {
  it('should be the share of pairs in which the member scores higher, ties counting half', () => {
    const [members, outsiders] = [
      [3, 2, 2, 0.5],
      [2, 1, 0, 0],
    ];
    const wins = members!.flatMap((member) =>
      outsiders!.map((outsider) => (Math.sign(member - outsider) + 1) / 2),
    );
    const share = wins.reduce((sum, win) => sum + win, 0) / wins.length;

    expect(membershipAuc(evidenceOf(members!, outsiders!))).to.be.closeTo(share, 1e-12);
  });

  it('should be 1 and 0 where the scores part the targets, and .5 where they say nothing', () => {
    const [high, low] = [Array(20).fill(2), Array(20).fill(1)];

    expect(membershipCurve(evidenceOf(high, low), random)).to.include({
      auc: 1,
      foundAtOnePercent: 1,
    });
    expect(membershipAuc(evidenceOf(low, high))).to.equal(0);
    expect(membershipCurve(evidenceOf(low, low), random)).to.deep.include({
      auc: 0.5,
      interval: [0.5, 0.5],
      foundAtOnePercent: 0.01,
    });
  });

  it('should widen its interval where rows come from few subjects', () => {
    const noise = createRandom(2, 'noise');
    const shifts = Array.from({ length: 40 }, () => noise.normal());
    const scores = (from: number) =>
      Array.from({ length: 200 }, (_, at) => shifts[from + (at % 20)]! + noise.normal() / 10);
    const [members, outsiders] = [scores(0), scores(20)];
    const width = (subjects: number) => {
      const { interval } = membershipCurve(evidenceOf(members, outsiders, subjects), random);
      return interval[1] - interval[0];
    };

    expect(width(20)).to.be.greaterThan(2 * width(200));
  });

  it('should refuse fewer than ten targets of a kind', () => {
    expect(() => membershipCurve(evidenceOf(Array(9).fill(1), Array(20).fill(0)), random)).to.throw(
      IncomputableMetricError,
    );
  });
});

function evidenceOf(
  members: readonly number[],
  outsiders: readonly number[],
  subjects = 1000,
): Evidence {
  const own = (list: readonly number[]) => list.map((_, at) => at % subjects);
  return {
    scores: Float64Array.from([...members, ...outsiders]),
    labels: Uint8Array.from([...members.map(() => 1), ...outsiders.map(() => 0)]),
    subject: Int32Array.from([...own(members), ...own(outsiders)]),
  };
}
