import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { shuffledColumns } from '../../../../evaluators/ceiling/naive-samples.ts';
import { scoreCounts } from '../../../../evaluators/ceiling/score-counts.ts';
import { scoreSamples } from '../../../../evaluators/ceiling/score-samples.ts';
import { likenessOf } from '../../../../evaluators/pairs/distribution-accuracy.ts';
import type { SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { wholeSides } from '../../../support/whole-sides.ts';
import { portsOfProtocols } from './ports-of-protocols.ts';

describe('scoreSamples', () => {
  it('should agree with the counted form on value, and nearly on the ceiling', async () => {
    const sides = await wholeSides(120);
    const compare = (one: SubjectSample, other: SubjectSample) => {
      const cells = new Map<string, number>();
      const counts = [one, other].map((sample) => {
        const held = new Map<number, number>();
        for (const subject of sample.subjects) {
          portsOfProtocols.tally(subject, (cell) => {
            const code = cells.get(cell) ?? cells.size;
            cells.set(cell, code);
            held.set(code, (held.get(code) ?? 0) + 1);
          });
        }
        return held;
      });
      const [first, second] = counts.map((held) =>
        Float64Array.from({ length: cells.size }, (_, code) => held.get(code) ?? 0),
      );
      return likenessOf(first ?? [], second ?? []).value;
    };

    const slow = scoreSamples(compare, sides, { random, naive: shuffledColumns, draws: 20 });
    const quick = scoreCounts(portsOfProtocols, sides, { random, naive: shuffledColumns });

    expect(slow.value).to.equal(quick.value);
    expect(slow.floor).to.equal(quick.floor);
    expect(slow.ceiling).to.be.closeTo(quick.ceiling ?? 0, 0.01);
  });
});

const random = createRandom(5, 'scores');
