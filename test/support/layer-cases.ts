import { differentiate } from '../../engine/compute/differentiate.ts';
import { attention } from '../../engine/compute/layers/attention.ts';
import { columnOrderMask } from '../../engine/compute/layers/column-order.ts';
import { crossEntropy, groupedCrossEntropy } from '../../engine/compute/layers/cross-entropy.ts';
import { type Decay, decayHistory, decayStep } from '../../engine/compute/layers/decay-history.ts';
import { dense } from '../../engine/compute/layers/dense.ts';
import { dropout } from '../../engine/compute/layers/dropout.ts';
import { embedding } from '../../engine/compute/layers/embedding.ts';
import { gatedRecurrence, gatedStep } from '../../engine/compute/layers/gated-recurrence.ts';
import { gradientPenalty } from '../../engine/compute/layers/gradient-penalty.ts';
import { layerNorm } from '../../engine/compute/layers/layer-norm.ts';
import { mean } from '../../engine/compute/layers/mean.ts';
import {
  binLogLikelihood,
  logDensity,
  mixtureOf,
} from '../../engine/compute/layers/mixture-density.ts';
import { windowConvolution } from '../../engine/compute/layers/window-convolution.ts';
import type { CaseDraw, Cases } from './drawn-case.ts';

const DECAYS: readonly Decay[] = [
  { by: 'row', kept: 0.8 },
  { by: 'time', seconds: 1.5 },
];

const mixture = ({ g, floats, sizes: { k } }: CaseDraw) =>
  mixtureOf(g, floats('parameters', ['B', 3 * k], [-1, 1]));

/** Edges or values, [B, 1], that lie among the bells. */
const place = ({ floats }: CaseDraw, name: string) => floats(name, ['B', 1], [-1, 1]);

const plainLayers: Cases = {
  mean: ({ g, floats, sizes: { n } }) => mean(g, floats('x', ['B', n]), [0, 1]),
  dense: ({ weights, name, floats, sizes: { n, m, k } }) =>
    dense(weights, floats('x', ['B', n, m]), { name, units: k, bias: 0.5 }),
  'masked dense': ({ g, weights, name, floats, sizes: { n, m, k } }) => {
    const order = Array.from({ length: n }, (_, column) => (column + 1) % n);
    const mask = g.constant([n * m, n * k], [...columnOrderMask(order, { inputs: m, units: k })]);
    return dense(weights, floats('x', ['B', n * m]), { name, units: n * k, bias: 'none', mask });
  },
  embedding: ({ weights, name, indices, sizes: { n, m, k } }) =>
    embedding(weights, indices('codes', ['B', k], n), { name, codes: n, width: m }),
  'layer norm': ({ weights, name, floats, sizes: { n } }) =>
    layerNorm(weights, floats('x', ['B', n + 2]), name),
  dropout: ({ g, floats, sizes: { n } }) =>
    dropout(g, floats('x', ['B', n]), {
      uniforms: floats('uniforms', ['B', n], [0, 1]),
      chance: 0.4,
    }),
  'window convolution': ({ weights, name, floats, sizes: { n, m, k } }) =>
    windowConvolution(weights, floats('x', ['B', n + 1, m + 2]), {
      ...{ name, filters: k, height: 2, width: 3 },
    }),
  attention: ({ g, floats, sizes: { n, m, k } }) =>
    attention(g, {
      query: floats('query', ['B', n, m]),
      key: floats('key', ['B', n, m]),
      value: floats('value', ['B', n, k]),
      mask: g.constant(
        [1, n, n],
        Array.from({ length: n * n }, (_, at) => (at % n <= at / n ? 1 : 0)),
      ),
    }),
};

const sequenceLayers: Cases = {
  'gated recurrence': ({ weights, name, floats, sizes: { n, m, k } }) =>
    gatedRecurrence(weights, floats('x', ['B', n, m]), { name, units: k }),
  'gated step': ({ weights, name, floats, sizes: { m, k } }) =>
    gatedStep(
      weights,
      { row: floats('row', ['B', m]), state: floats('state', ['B', k]) },
      { name, units: k },
    ),
  'decay history': ({ g, floats, sizes: { n, m } }) =>
    decayHistory(g, floats('x', ['B', n, m]), {
      decays: DECAYS,
      gaps: floats('gaps', ['B', n], [0, 2]),
    }),
  'decay step': ({ g, floats, sizes: { m } }) =>
    decayStep(
      g,
      { sums: floats('sums', ['B', 2 * m]), row: floats('row', ['B', m]) },
      { decays: DECAYS, gaps: floats('gaps', ['B', 1], [0, 2]) },
    ),
};

const lossLayers: Cases = {
  'cross entropy': ({ g, floats, indices, sizes: { n } }) =>
    crossEntropy(g, floats('logits', ['B', n]), indices('labels', ['B'], n)),
  'grouped cross entropy': ({ g, floats, indices, sizes: { n, m, k } }) =>
    groupedCrossEntropy(g, floats('logits', ['B', n + m + k]), {
      labels: indices('labels', ['B', 3], Math.min(n, m, k)),
      sizes: [n, m, k],
    }),
  'normal mixture in bins': (draw) =>
    binLogLikelihood(draw.g, mixture(draw), {
      lower: place(draw, 'lower'),
      upper: draw.g.add(place(draw, 'width'), 3),
      bell: 'normal',
    }),
  'logistic mixture in open bins': (draw) =>
    binLogLikelihood(draw.g, mixture(draw), {
      lower: draw.g.fill(['B', 1], -1e9),
      upper: place(draw, 'upper'),
      bell: 'logistic',
    }),
  'normal mixture density': (draw) => logDensity(draw.g, mixture(draw), place(draw, 'values')),
  'gradient penalty': ({ g, weights, name, floats, sizes: { n, m } }) =>
    gradientPenalty(
      g,
      (rows) => {
        const hidden = g.tanh(dense(weights, rows, { name: `${name}.hidden`, units: m }));
        return dense(weights, hidden, { name: `${name}.score`, units: 1 });
      },
      {
        real: floats('real', ['B', n]),
        fake: floats('fake', ['B', n]),
        uniforms: floats('uniforms', ['B', 1], [0, 1]),
      },
    ),
  'squared gradient': ({ g, floats, indices, sizes: { n, m } }) => {
    const x = floats('x', ['B', m]);
    const logits = g.matmul(g.sigmoid(x), floats('weights', [m, n]));
    const [slope] = differentiate(g, crossEntropy(g, logits, indices('labels', ['B'], n)), [x]);
    return g.multiply(slope!, slope!);
  },
};

/** Every layer on drawn inputs. */
export const LAYER_CASES: Cases = { ...plainLayers, ...sequenceLayers, ...lossLayers };
