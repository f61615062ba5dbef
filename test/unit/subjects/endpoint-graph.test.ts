import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { matchStubs } from '../../../engine/subjects/endpoint-graph.ts';

describe('matchStubs', () => {
  it('should give each subject what it demands, nothing twice', () => {
    const demands = fc.array(fc.nat(8), { maxLength: 20 });
    const degrees = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 });

    fc.assert(
      fc.property(demands, degrees, (wanted, has) => {
        const { offsets, entities } = matchStubs(wanted, has, createRandom(1));

        for (const [subject, demand] of wanted.entries()) {
          const own = [...entities.subarray(offsets[subject], offsets[subject + 1])];
          expect(own).to.have.length(Math.min(demand, has.length));
          expect(new Set(own).size).to.equal(own.length);
        }
      }),
      { numRuns: 100, seed: 8 },
    );
  });

  it('should keep the degrees of both sides where they agree', () => {
    const degrees = Array.from({ length: 300 }, (_, at) => (at === 0 ? 100 : 1 + (at % 3)));
    const total = degrees.reduce((sum, one) => sum + one, 0);
    const demands = Array.from(
      { length: 200 },
      (_, at) => Math.floor(total / 200) + (at < total % 200 ? 1 : 0),
    );

    const { entities } = matchStubs(demands, degrees, createRandom(2));

    const met = degrees.map(() => 0);
    for (const one of entities) met[one] = (met[one] ?? 0) + 1;
    const missed = met.reduce((sum, one, at) => sum + Math.abs(one - (degrees[at] ?? 0)), 0);
    expect(missed / total).to.be.below(0.05);
    expect(met[0]).to.be.within(80, 101);
  });

  it('should keep demands and degrees while wishes are followed', () => {
    const demands = new Array<number>(100).fill(4);
    const degrees = new Array<number>(100).fill(4);
    const classes = Uint8Array.from({ length: 100 }, (_, at) => at % 2);
    const weights = Float32Array.from({ length: 200 }, (_, at) =>
      (at >> 1) % 2 === at % 2 ? 3 : 0,
    );

    const graph = matchStubs(demands, degrees, createRandom(3), { wishes: { classes, weights } });

    const fitting = graph.entities.filter((one, at) => one % 2 === Math.floor(at / 4) % 2);
    const met = degrees.map(() => 0);
    for (const one of graph.entities) met[one] = (met[one] ?? 0) + 1;
    expect(met).to.deep.equal(degrees);
    expect(fitting.length / graph.entities.length).to.be.above(0.8);
  });

  it('should bring a sum of degrees that differs to the demand', () => {
    const demands = new Array<number>(50).fill(3);

    for (const each of [1, 10]) {
      const degrees = new Array<number>(40).fill(each);
      const { entities } = matchStubs(demands, degrees, createRandom(4));

      expect(entities).to.have.length(150);
      expect(new Set(entities).size).to.be.above(30);
    }
  });

  it('should match nothing where nobody demands anything or nobody is there', () => {
    expect([...matchStubs([0, 0], [3], createRandom(5)).offsets]).to.deep.equal([0, 0, 0]);
    expect([...matchStubs([2], [], createRandom(5)).entities]).to.deep.equal([]);
  });
});
