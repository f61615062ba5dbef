import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import type { Generator } from '../../../engine/pipeline/train.ts';
import { LATENT } from '../../../engine/sampler/latents.ts';
import { ownHorizonUs, spreadStarts } from '../../../engine/sampler/steer-horizon.ts';
import { flowWorld } from '../../support/flow-world.ts';
import { generateAll, train } from '../../support/generate-all.ts';

const [START, DESTINATION] = [2, 7];
const MINUTE_US = 60_000_000;

describe('a horizon of its own', () => {
  let generator: Generator;

  before(async () => {
    generator = await train(flowWorld({ hosts: 40 }), { seed: 1 });
  });

  it('should know how long the original goes on, without telling any time of it', () => {
    expect(ownHorizonUs(generator.story)).to.be.within(40 * MINUTE_US, 70 * MINUTE_US);
  });

  it('should end all timelines at a nearer end', () => {
    const [startUs, horizonUs] = [1_800_000_000_000_000, 10 * MINUTE_US];

    const times = timesOf({ startUs, horizonUs });

    expect(times.length).to.be.above(50);
    expect(Math.min(...times)).to.be.at.least(startUs);
    expect(Math.max(...times)).to.be.at.most(startUs + horizonUs);
  });

  it('should spread timelines over a longer one', () => {
    const own = ownHorizonUs(generator.story);
    const [startUs, horizonUs] = [1_800_000_000_000_000, 6 * own];

    const times = timesOf({ startUs, horizonUs, subjects: 120 });

    const perSixth = [0, 0, 0, 0, 0, 0];
    for (const time of times) {
      const sixth = Math.min(5, Math.floor((time - startUs) / own));
      perSixth[sixth] = perSixth[sixth]! + 1;
    }
    expect(Math.min(...perSixth)).to.be.above(times.length / 20);
    expect(Math.max(...times)).to.be.at.most(startUs + horizonUs);
  });

  it('should repeat days as whole days', () => {
    const day = 86_400_000_000;
    const story = {
      ...generator.story,
      scopes: generator.story.scopes.map((one) => ({
        ...one,
        span: { type: 'numeric' as const, exact: [day], edges: [], step: 1 },
      })),
    };
    const width = story.space[story.scopes[0]!.latentRecord]!.variables.length;
    const latents = new Float64Array(50 * width).fill(0);
    for (let subject = 0; subject < 50; subject += 1) {
      latents[subject * width + LATENT.start] = 9 * 60 * MINUTE_US;
    }

    spreadStarts(
      { latents },
      { story, subjects: 50, horizonUs: 7 * day, random: createRandom(1, 'days') },
    );

    const starts = Array.from({ length: 50 }, (_, one) => latents[one * width + LATENT.start]!);
    expect(starts.every((one) => one % day === 9 * 60 * MINUTE_US)).to.equal(true);
    expect(new Set(starts).size).to.equal(7);
  });

  it('should keep the share of subjects that meet a name at ten times the subjects', () => {
    const [once, tenfold] = [40, 400].map((subjects) => meetings(subjects));

    expect(tenfold!.subjects).to.equal(400);
    expect(tenfold!.most).to.be.closeTo(once!.most, 0.2);
    expect(tenfold!.median).to.be.closeTo(once!.median, 0.15);
  });

  function timesOf(request: {
    readonly startUs: number;
    readonly horizonUs: number;
    readonly subjects?: number;
  }): number[] {
    const rows = generateAll(generator, { seed: 2, subjects: 40, ...request });
    return (rows.get('flows') ?? []).map((row) => Number(row[START]));
  }

  /** Share of the subjects that meet a name, of the names that several meet. */
  function meetings(subjects: number) {
    const flows = generateAll(generator, { seed: 2, subjects }).get('flows') ?? [];
    const met = new Map<unknown, Set<unknown>>();
    for (const row of flows) {
      const known = met.get(row[DESTINATION]) ?? new Set();
      met.set(row[DESTINATION], known.add(row[0]));
    }
    const shares = [...met.values()].map((one) => one.size / subjects).sort((a, b) => a - b);
    const shared = shares.filter((one) => one > 1 / subjects);
    return {
      subjects: new Set(flows.map((row) => row[0])).size,
      most: shares.at(-1) ?? 0,
      median: shared[shared.length >> 1] ?? 0,
    };
  }
});
