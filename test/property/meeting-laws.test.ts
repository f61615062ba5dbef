import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createRandom, type Random } from '../../engine/core/random.ts';
import { matchStubs } from '../../engine/subjects/endpoint-graph.ts';
import type { EndpointGraph } from '../../engine/subjects/trade-round.ts';

describe('matchStubs', () => {
  it('should keep the degrees of both sides wherever some graph has them', () => {
    const meetings = fc.array(fc.uniqueArray(fc.nat(14), { maxLength: 15 }), { maxLength: 25 });

    fc.assert(
      fc.property(meetings, fc.nat(1000), (lists, seed) => {
        const demands = lists.map((one) => one.length);
        const degrees = Array.from({ length: 15 }, (_, at) =>
          lists.reduce((sum, one) => sum + Number(one.includes(at)), 0),
        );

        const graph = matchStubs(demands, degrees, createRandom(seed));

        expect([...degreesOf(graph, 15)]).to.deep.equal(degrees);
        for (const [subject, demand] of demands.entries()) {
          const own = graph.entities.subarray(graph.offsets[subject], graph.offsets[subject + 1]);
          expect(new Set(own).size).to.equal(demand);
          expect(own.length).to.equal(demand);
        }
      }),
      { numRuns: 200, seed: 20261122 },
    );
  });

  it('should keep heavy-tailed laws of degrees within a KS distance of .02', () => {
    const tails = fc.tuple(fc.integer({ min: 11, max: 25 }), fc.integer({ min: 11, max: 25 }));

    fc.assert(
      fc.property(tails, fc.nat(1000), ([one, other], seed) => {
        const random = createRandom(seed);
        const demands = drawTail({ subjects: 2000, tail: one / 10, most: 200 }, random);
        const total = demands.reduce((sum, demand) => sum + demand, 0);
        const degrees: number[] = [];
        for (let left = total; left > 0; left -= degrees.at(-1) ?? 0) {
          degrees.push(...drawTail({ subjects: 1, tail: other / 10, most: 400 }, random));
        }

        const graph = matchStubs(demands, degrees, random.split('graph'));

        expect(distance(degreesOf(graph, degrees.length), degrees)).to.be.at.most(0.02);
      }),
      { numRuns: 20, seed: 20261122 },
    );
  });

  it('should make pairs as often as chance does', () => {
    // Subjects of 1, 1, 2 stubs and entities of degree 2, 1, 1 leave five graphs.
    const counts = new Map<string, number>();
    const runs = 4000;

    for (let seed = 0; seed < runs; seed += 1) {
      const { entities } = matchStubs([1, 1, 2], [2, 1, 1], createRandom(seed));
      const key = `${entities[0]} ${entities[1]} ${[...entities.subarray(2)].sort().join('')}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }

    expect([...counts.keys()].sort()).to.deep.equal([
      '0 0 12',
      '0 1 02',
      '0 2 01',
      '1 0 02',
      '2 0 01',
    ]);
    for (const count of counts.values()) expect(count / runs).to.be.closeTo(0.2, 0.03);
  });
});

function drawTail(
  of: { readonly subjects: number; readonly tail: number; readonly most: number },
  random: Random,
): number[] {
  return Array.from({ length: of.subjects }, () =>
    Math.min(of.most, Math.floor((1 - random.next()) ** (-1 / of.tail))),
  );
}

function degreesOf({ entities }: EndpointGraph, count: number): number[] {
  const degrees = new Array<number>(count).fill(0);
  for (const one of entities) degrees[one] = (degrees[one] ?? 0) + 1;
  return degrees;
}

function distance(one: readonly number[], other: readonly number[]): number {
  const most = Math.max(...one, ...other);
  const below = (values: readonly number[], to: number) =>
    values.filter((value) => value <= to).length / values.length;
  const steps = Array.from({ length: most + 1 }, (_, to) => to);
  return Math.max(...steps.map((to) => Math.abs(below(one, to) - below(other, to))));
}
