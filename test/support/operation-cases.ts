import { BINARY, type Dim, UNARY, type Unary } from '../../engine/compute/graph.ts';
import type { Case, Cases } from './drawn-case.ts';

/** Functions that are not defined everywhere. */
const RANGES: Partial<Record<Unary, readonly [number, number]>> = {
  log: [0.1, 4],
  sqrt: [0.1, 4],
};

const unaryCases = UNARY.map((name): [string, Case] => [
  name,
  ({ g, floats, sizes: { n } }) => g[name](floats('x', ['B', n], RANGES[name])),
]);

const binaryCases = BINARY.flatMap((name): [string, Case][] => {
  // Divisors stay away from 0.
  const range = name === 'divide' ? ([0.5, 2] as const) : ([-2, 2] as const);
  return [
    [
      name,
      ({ g, floats, sizes: { n } }) => g[name](floats('a', ['B', n]), floats('b', ['B', n], range)),
    ],
    [
      `${name} widened`,
      ({ g, floats, sizes: { n, m } }) =>
        g[name](floats('a', ['B', 1, n]), floats('b', [m, 1], range)),
    ],
    [`${name} a scalar`, ({ g, floats }) => g[name](floats('a', []), floats('b', ['B'], range))],
    [`${name} a number`, ({ g, floats, sizes: { n } }) => g[name](floats('a', ['B', n]), 0.75)],
  ];
});

const FLAGS = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

const matmulCases = FLAGS.flatMap((flags): [string, Case][] => {
  const { transposeA, transposeB } = flags;
  const turned = (pair: readonly Dim[], turn: boolean) => (turn ? pair.toReversed() : pair);
  const name = `${transposeA ? ' transposed a' : ''}${transposeB ? ' transposed b' : ''}`;
  return [
    [
      `matmul${name}`,
      ({ g, floats, sizes: { k, m } }) =>
        g.matmul(
          floats('a', turned(['B', k], transposeA)),
          floats('b', turned([k, m], transposeB)),
          flags,
        ),
    ],
    [
      `matmul by matrix${name}`,
      ({ g, floats, sizes: { n, k, m } }) =>
        g.matmul(
          floats('a', ['B', ...turned([n, k], transposeA)]),
          floats('b', ['B', ...turned([k, m], transposeB)]),
          flags,
        ),
    ],
  ];
});

const reductionCases: Cases = {
  'sum of rows': ({ g, floats, sizes: { n } }) => g.sum(floats('x', ['B', n]), [0]),
  'sum of columns': ({ g, floats, sizes: { n } }) => g.sum(floats('x', ['B', n]), [1]),
  'sum of outer axes': ({ g, floats, sizes: { n, m } }) => g.sum(floats('x', ['B', n, m]), [0, 2]),
  'sum of all': ({ g, floats, sizes: { n } }) => g.sum(floats('x', ['B', n]), [0, 1]),
  'max of columns': ({ g, floats, sizes: { n } }) => g.max(floats('x', ['B', n]), [1]),
  'max of all': ({ g, floats, sizes: { n } }) => g.max(floats('x', ['B', n]), [0, 1]),
  'x less its max': ({ g, floats, sizes: { n } }) => {
    const x = floats('x', ['B', n]);
    return g.subtract(x, g.max(x, [1]));
  },
  cumsum: ({ g, floats, sizes: { n } }) => g.cumsum(floats('x', ['B', n])),
  'cumsum reversed': ({ g, floats, sizes: { n, m } }) =>
    g.cumsum(floats('x', ['B', m, n]), { reverse: true }),
};

const moveCases: Cases = {
  reshape: ({ g, floats, sizes: { n, m } }) => g.reshape(floats('x', ['B', n, m]), [`${n}*B`, m]),
  'reshape back': ({ g, floats, sizes: { n, m } }) =>
    g.reshape(floats('x', [`${n}*B`, m]), ['B', n, m]),
  transpose: ({ g, floats, sizes: { n } }) => g.transpose(floats('x', ['B', n]), [1, 0]),
  'transpose of 3 axes': ({ g, floats, sizes: { n, m } }) =>
    g.transpose(floats('x', ['B', n, m]), [2, 0, 1]),
  broadcast: ({ g, floats, sizes: { n, m } }) => g.broadcast(floats('x', [n, 1]), ['B', n, m]),
  'broadcast of a scalar': ({ g, floats, sizes: { n } }) => g.broadcast(floats('x', []), ['B', n]),
  concat: ({ g, floats, sizes: { n, m } }) => {
    const a = floats('a', ['B', n]);
    return g.concat([a, floats('b', ['B', m]), a], 1);
  },
  'concat of rows': ({ g, floats, sizes: { n, m } }) =>
    g.concat([floats('a', [n, 'B']), floats('b', [m, 'B'])], 0),
  slice: ({ g, floats, sizes: { n, m } }) =>
    g.slice(floats('x', ['B', n + m, 2]), { axis: 1, start: m, size: n }),
  'slices that overlap': ({ g, floats, sizes: { n } }) => {
    const x = floats('x', ['B', n + 2]);
    const [a, b] = [0, 2].map((start) => g.slice(x, { axis: 1, start, size: n }));
    return g.multiply(a!, g.add(b!, g.slice(x, { axis: 1, start: 1, size: n })));
  },
  stop: ({ g, floats, sizes: { n } }) => {
    const x = floats('x', ['B', n]);
    return g.multiply(x, g.stop(x));
  },
  fill: ({ g, floats, sizes: { n } }) => g.multiply(floats('x', [n]), g.fill(['B', n], 2.5)),
  constant: ({ g, floats }) => g.add(floats('x', ['B', 2]), g.constant([2], [0.5, -1.25])),
};

const indexCases: Cases = {
  gather: ({ g, floats, indices, sizes: { n, m } }) =>
    g.gather(floats('table', [n, m]), indices('at', ['B'], n)),
  'gather by 2 axes': ({ g, floats, indices, sizes: { n, m, k } }) =>
    g.gather(floats('table', [n, m]), indices('at', ['B', k], n)),
  scatter: ({ g, floats, indices, sizes: { n, m } }) =>
    g.scatter(floats('updates', ['B', m]), indices('at', ['B'], n), n),
  'scatter by 2 axes': ({ g, floats, indices, sizes: { n, m, k } }) =>
    g.scatter(floats('updates', ['B', k, m]), indices('at', ['B', k], n + 1), n + 1),
  pick: ({ g, floats, indices, sizes: { n } }) =>
    g.pick(floats('x', ['B', n]), indices('at', ['B'], n)),
  'pick by 2 axes': ({ g, floats, indices, sizes: { n, m } }) =>
    g.pick(floats('x', ['B', m, n]), indices('at', ['B', m], n)),
  place: ({ g, floats, indices, sizes: { n } }) =>
    g.place(floats('x', ['B', n]), indices('at', ['B'], n), floats('values', ['B'])),
  'place by 2 axes': ({ g, floats, indices, sizes: { n, m } }) =>
    g.place(floats('x', ['B', m, n]), indices('at', ['B', m], n), floats('values', ['B', m])),
  'cast to float': ({ g, indices, sizes: { n } }) => g.cast(indices('x', ['B', n], 7), 'float32'),
  'cast to integer': ({ g, floats, sizes: { n } }) =>
    g.cast(floats('x', ['B', n], [-5, 5]), 'int32'),
  'moves of integers': ({ g, indices, sizes: { n } }) => {
    const x = indices('x', ['B', n + 1, 2], 9);
    const cut = g.slice(x, { axis: 1, start: 1, size: n });
    return g.transpose(
      g.concat([g.reshape(cut, ['B', 2, n]), g.transpose(cut, [0, 2, 1])], 1),
      [1, 0, 2],
    );
  },
};

const softmaxCases: Cases = {
  softmax: ({ g, floats, sizes: { n } }) => g.softmax(floats('x', ['B', n])),
  'softmax of 3 axes': ({ g, floats, sizes: { n, m } }) => g.softmax(floats('x', ['B', m, n])),
  'log-softmax': ({ g, floats, sizes: { n } }) => g.logSoftmax(floats('x', ['B', n])),
  'softmax of far apart scores': ({ g, floats, sizes: { n } }) =>
    g.softmax(floats('x', ['B', n], [-300, 300])),
  'log-softmax of far apart scores': ({ g, floats, sizes: { n } }) =>
    g.logSoftmax(floats('x', ['B', n], [-300, 300])),
  'softmax of hidden scores': ({ g, floats }) =>
    g.softmax(g.add(floats('x', ['B', 3]), g.constant([3], [0, -1e9, -1e9]))),
};

/** Bounded functions where they have long reached their bounds. */
const boundCases = (['sigmoid', 'tanh', 'erf', 'step', 'relu'] as const).map(
  (name): [string, Case] => [
    `${name} far out`,
    ({ g, floats }) => {
      const far = g.constant([8], [-1e9, -90, -20, -4, 4, 20, 90, 1e9]);
      return g[name](g.add(floats('x', ['B', 1]), far));
    },
  ],
);

/** Where functions have a corner; what they say there is part of the contract. */
export const CORNER_CASES: Cases = {
  'step at 0': ({ g, floats }) => g.step(floats('x', ['B'], [0, 0])),
  'relu at 0': ({ g, floats }) => g.relu(floats('x', ['B'], [0, 0])),
  'greater of equals': ({ g, floats }) =>
    g.greater(floats('a', ['B'], [3, 3]), floats('b', ['B'], [3, 3])),
  'maximum of equals': ({ g, floats }) =>
    g.maximum(floats('a', ['B'], [3, 3]), floats('b', ['B'], [3, 3])),
};

/** Every operation of the graph, in every form that its rules tell apart. */
export const OPERATION_CASES: Cases = {
  ...Object.fromEntries([...unaryCases, ...binaryCases, ...matmulCases, ...boundCases]),
  ...reductionCases,
  ...moveCases,
  ...indexCases,
  ...softmaxCases,
};
