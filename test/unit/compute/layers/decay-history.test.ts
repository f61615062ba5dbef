import { expect } from 'chai';
import fc from 'fast-check';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import {
  type Decay,
  decayHistory,
  decayStep,
} from '../../../../engine/compute/layers/decay-history.ts';
import { computeValues } from '../../../support/compute-values.ts';

const DECAYS: readonly Decay[] = [
  { by: 'row', kept: 0 },
  { by: 'row', kept: 0.9 },
  { by: 'time', seconds: 0.1 },
  { by: 'time', seconds: 60 },
];
const WIDTH = 2;

describe('decayHistory', () => {
  it('should be the same in parallel as row by row, over gaps of any size', () => {
    const gap = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true }));
    const row = fc.tuple(
      gap,
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: WIDTH, maxLength: WIDTH }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 7 }), (rows) => {
        const gaps = rows.map(([seconds]) => seconds);

        const all = inParallel(
          gaps,
          rows.map(([, x]) => x),
        );

        let sums: readonly number[] = new Array(DECAYS.length * WIDTH).fill(0);
        all.forEach((history, at) => {
          if (at > 0) sums = oneStep(sums, rows[at - 1]![1], gaps[at]!);
          history.forEach((value, index) => {
            expect(value).to.be.closeTo(sums[index]!, 1e-9);
          });
        });
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('should forget by rows and by time', () => {
    const history = inParallel(
      [5, 0.1, 120],
      [
        [1, 2],
        [4, 0],
        [7, 7],
      ],
    );

    const faded = Math.exp(-120 / 60);
    const wanted = [
      ...[4, 0],
      ...[4 + 0.9, 1.8],
      ...[0, 0],
      ...[(4 + Math.exp(-0.1 / 60)) * faded, 2 * Math.exp(-0.1 / 60) * faded],
    ];
    expect(history[0]).to.deep.equal(new Array(8).fill(0));
    history[2]!.forEach((value, index) => {
      expect(value).to.be.closeTo(wanted[index]!, 1e-12);
    });
  });
});

function inParallel(gaps: readonly number[], x: readonly (readonly number[])[]): number[][] {
  const g = new GraphBuilder();
  const rows = g.input('x', ['S', gaps.length, WIDTH]);
  const history = decayHistory(g, rows, {
    decays: DECAYS,
    gaps: g.input('gaps', ['S', gaps.length]),
  });
  const [all] = computeValues(g, [history], { sizes: { S: 1 }, feed: { x: x.flat(), gaps } });
  const across = DECAYS.length * WIDTH;
  return gaps.map((_, at) => all!.slice(at * across, (at + 1) * across));
}

function oneStep(sums: readonly number[], row: readonly number[], gap: number): readonly number[] {
  const g = new GraphBuilder();
  const of = { sums: g.input('sums', ['S', sums.length]), row: g.input('row', ['S', WIDTH]) };
  const next = decayStep(g, of, { decays: DECAYS, gaps: g.input('gap', ['S', 1]) });
  const [values] = computeValues(g, [next], { sizes: { S: 1 }, feed: { sums, row, gap: [gap] } });
  return values!;
}
