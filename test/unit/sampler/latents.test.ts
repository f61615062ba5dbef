import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { NumericStats } from '../../../engine/encoders/numeric-encoder.ts';
import {
  birthsAt,
  demandAt,
  LATENT,
  type LatentLaws,
  latentStats,
} from '../../../engine/sampler/latents.ts';

const law = (step: number) => ({ step }) as NumericStats;
const LAWS: LatentLaws = {
  total: law(1),
  span: law(2),
  start: null,
  counts: [law(3), law(4)],
  births: [{ table: 1, groups: [0, 0, 1], laws: [law(5), law(6)] }],
  demands: [[law(7)], [law(8), law(9)]],
};

describe('latentStats', () => {
  it('should stand where the positions say', () => {
    const stats = latentStats(LAWS);

    expect(stats[LATENT.total]).to.equal(LAWS.total);
    expect(stats[LATENT.start]).to.equal(null);
    expect(stats[LATENT.counts + 1]).to.equal(LAWS.counts[1]);
    expect(stats[birthsAt(LAWS) + 1]).to.equal(LAWS.births[0]!.laws[1]);
    expect(stats[demandAt(LAWS, 1)]).to.equal(LAWS.demands[1]![0]);
    expect(stats).to.have.length(10);
  });
});
