import { expect } from 'chai';
import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import { differentiate } from '../../../engine/compute/differentiate.ts';
import {
  biasSquares,
  clippedLoss,
  matrixSquares,
  tableSquares,
} from '../../../engine/compute/ghost-norms.ts';
import type { Node } from '../../../engine/compute/graph.ts';
import { crossEntropy } from '../../../engine/compute/layers/cross-entropy.ts';
import { dense } from '../../../engine/compute/layers/dense.ts';
import { embedding } from '../../../engine/compute/layers/embedding.ts';
import { Weights } from '../../../engine/compute/layers/weights.ts';
import { createRandom } from '../../../engine/core/random.ts';
import { computeValues } from '../../support/compute-values.ts';

const [SUBJECTS, ROWS, CODES] = [4, 3, 5] as const;
/** Some subjects lie above and some below. */
const NORM = 3;

describe('clippedLoss', () => {
  it("should have the sum of each subject's own clipped gradients as its gradient", () => {
    const { g, weights, losses, squares } = model();
    const random = createRandom(2);
    const codes = Array.from({ length: SUBJECTS * ROWS }, () => random.integer(CODES));
    codes.fill(1, 0, ROWS);
    const fed = (from: number, count: number) => ({
      sizes: { S: count },
      feed: { codes: codes.slice(from * ROWS, (from + count) * ROWS) },
    });

    const together = differentiate(g, clippedLoss(g, { losses, squares }, NORM), weights);

    const alone = differentiate(g, losses, weights);
    const subjects = Array.from({ length: SUBJECTS }, (_, at) =>
      computeValues(g, alone, fed(at, 1)),
    );
    const lengths = subjects.map((gradients) => Math.hypot(...gradients.flat()));
    const ghosts = computeValues(g, [squares], fed(0, SUBJECTS))[0]!.map(Math.sqrt);
    lengths.forEach((length, at) => {
      expect(ghosts[at]).to.be.closeTo(length, 1e-9);
    });
    expect(Math.min(...lengths)).to.be.below(NORM);
    expect(Math.max(...lengths)).to.be.above(NORM);
    computeValues(g, together, fed(0, SUBJECTS)).forEach((gradient, weight) => {
      gradient.forEach((value, element) => {
        const wanted = subjects.reduce(
          (sum, own, at) => sum + own[weight]![element]! * Math.min(1, NORM / lengths[at]!),
          0,
        );
        expect(value).to.be.closeTo(wanted, 1e-9);
      });
    });
  });
});

/** Codes that predict themselves, embedded and mapped twice. */
function model() {
  const g = new GraphBuilder();
  const weights = new Weights(g, createRandom(1));
  const codes = g.input('codes', ['S', ROWS], 'int32');
  const rows = embedding(weights, codes, { name: 'codes', codes: CODES, width: 2 }); // [S, T, E]
  const flat = g.reshape(rows, [`${ROWS}*S`, 2]); // [N, E]
  const hidden = dense(weights, flat, { name: 'hidden', units: 3 }); // [N, H]
  const open = g.tanh(hidden);
  const logits = dense(weights, open, { name: 'next', units: CODES }); // [N, C]
  const labels = g.reshape(codes, [`${ROWS}*S`]);
  const byRow = g.reshape(crossEntropy(g, logits, labels), ['S', ROWS]);
  const losses = g.reshape(g.sum(byRow, [1]), ['S']);
  const [toRows, toHidden, toLogits] = differentiate(g, losses, [rows, hidden, logits]);
  const series = (x: Node) => g.reshape(x, ['S', ROWS, x.shape[1]!]); // [S, T, ...]
  const squares = [
    tableSquares(g, { codes, slopes: toRows! }),
    matrixSquares(g, { inputs: rows, slopes: series(toHidden!) }),
    biasSquares(g, series(toHidden!)),
    matrixSquares(g, { inputs: series(open), slopes: series(toLogits!) }),
    biasSquares(g, series(toLogits!)),
  ].reduce((sum, square) => g.add(sum, square));
  return { g, weights: [...weights.nodes.values()], losses, squares };
}
