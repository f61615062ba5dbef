import { adamw } from '../../engine/compute/adamw.ts';
import { GraphBuilder } from '../../engine/compute/build-graph.ts';
import { differentiate } from '../../engine/compute/differentiate.ts';
import type { Node } from '../../engine/compute/graph.ts';
import { columnOrderMask } from '../../engine/compute/layers/column-order.ts';
import { groupedCrossEntropy } from '../../engine/compute/layers/cross-entropy.ts';
import { decayHistory } from '../../engine/compute/layers/decay-history.ts';
import { dense } from '../../engine/compute/layers/dense.ts';
import { dropout } from '../../engine/compute/layers/dropout.ts';
import { embedding } from '../../engine/compute/layers/embedding.ts';
import { mean } from '../../engine/compute/layers/mean.ts';
import { Weights } from '../../engine/compute/layers/weights.ts';
import { makeEntry } from '../../engine/compute/make-entry.ts';
import type { Feed, Program } from '../../engine/compute/program.ts';
import { createRandom } from '../../engine/core/random.ts';

/** Codes of each column; one has a single code. */
const SIZES = [5, 3, 1];
const COLUMNS = SIZES.length;
const CODES = SIZES.reduce((sum, size) => sum + size, 0);
const STEPS = 4;
const WIDTH = 6;
const UNITS = 8;
const DECAYS = [
  { by: 'row', kept: 0.8 },
  { by: 'time', seconds: 2 },
] as const;

/**
 * A small model of sequences of rows with all that the large ones are made of: a joint table of
 * embeddings, a masked layer under a fed order, a decaying history, dropout, heads, AdamW.
 *
 * Entries: `step` moves the weights and tells the loss; `evaluate` tells it without dropout.
 */
export function tinyModel(): Program {
  const g = new GraphBuilder();
  const weights = new Weights(g, createRandom(11, 'tiny model'));
  const loss = lossOf(weights, 0.2);
  const names = [...weights.nodes.keys()];
  const gradients = differentiate(g, loss, [...weights.nodes.values()]);
  const updates = adamw(g, Object.fromEntries(names.map((name, at) => [name, gradients[at]!])), {
    ...{ decay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1 },
  });
  const evaluate = makeEntry({ loss: lossOf(weights, 0) });
  const step = makeEntry({ loss }, updates);
  return { name: 'tiny model', states: g.states, entries: { step, evaluate } };
}

function lossOf(weights: Weights, chance: number): Node {
  const { g } = weights;
  const rows = `${STEPS}*S`;
  const codes = g.input('codes', [rows, COLUMNS], 'int32');
  const labels = g.input('labels', [rows, COLUMNS], 'int32');
  const seen = embedding(weights, codes, { name: 'codes', codes: CODES, width: WIDTH });
  const own = g.reshape(seen, [rows, COLUMNS * WIDTH]); // [N, J*E]
  const series = g.reshape(own, ['S', STEPS, COLUMNS * WIDTH]); // [S, T, J*E]
  const gaps = g.input('gaps', ['S', STEPS]);
  const past = decayHistory(g, series, { decays: DECAYS, gaps }); // [S, T, 2*J*E]
  const history = g.reshape(past, [rows, DECAYS.length * COLUMNS * WIDTH]);
  const mask = g.input('mask', [COLUMNS * WIDTH, COLUMNS * UNITS]);
  const units = COLUMNS * UNITS;
  const before = dense(weights, own, { name: 'own', units, mask });
  const hidden = g.relu(g.add(before, dense(weights, history, { name: 'history', units })));
  const uniforms = chance > 0 ? g.input('uniforms', [rows, units]) : hidden;
  const kept = dropout(g, hidden, { uniforms, chance });
  const heads = SIZES.map((size, column) => {
    const part = g.slice(kept, { axis: 1, start: column * UNITS, size: UNITS });
    return dense(weights, part, { name: `head ${column}`, units: size });
  });
  const losses = groupedCrossEntropy(g, g.concat(heads, 1), { labels, sizes: SIZES }); // [N, J]
  return g.reshape(mean(g, losses, [0, 1]), []);
}

/** Batches of rows whose second column follows from the first, and that from the row before. */
export function tinyFeeds(count: number, series: number): readonly Feed[] {
  return Array.from({ length: count }, (_, batch) => {
    const random = createRandom(12, batch);
    const rows = series * STEPS;
    const labels = new Int32Array(rows * COLUMNS);
    for (let row = 0; row < rows; row += 1) {
      const last = row % STEPS === 0 ? 0 : labels[(row - 1) * COLUMNS]!;
      const first = random.next() < 0.8 ? (last + 1) % 5 : random.integer(5);
      labels.set([first, first % 3, 0], row * COLUMNS);
    }
    const codes = labels.map((label, at) => label + [0, 5, 8][at % COLUMNS]!);
    const order = random.shuffle([0, 1, 2]);
    const floats = (shape: readonly number[], draw: () => number) => ({
      shape,
      data: new Float32Array(shape.reduce((product, size) => product * size, 1)).map(draw),
    });
    return {
      codes: { shape: [rows, COLUMNS], data: codes },
      labels: { shape: [rows, COLUMNS], data: labels },
      gaps: floats([series, STEPS], () => -Math.log(1 - random.next())),
      mask: {
        shape: [COLUMNS * WIDTH, COLUMNS * UNITS],
        data: columnOrderMask(order, { inputs: WIDTH, units: UNITS }),
      },
      uniforms: floats([rows, COLUMNS * UNITS], random.next),
      rate: { shape: [], data: Float32Array.of(0.01) },
    };
  });
}

/** The same batches without what only training asks for. */
export function evaluationFeed({ codes, labels, gaps, mask }: Feed): Feed {
  return { codes: codes!, labels: labels!, gaps: gaps!, mask: mask! };
}
