import { defined } from '../core/invariant.ts';
import type { GraphBuilder } from './build-graph.ts';
import type { Binary, Node, Operation, Shape, Unary } from './graph.ts';
import { sameShape } from './shape.ts';
import { fixedSize, padded } from './slice-gradients.ts';

/** Makes the gradient towards one input; called only where it is needed. */
type Pull = () => Node;

/** A node's inputs and the gradient that arrived at the node. */
interface Step<Kind extends Operation['kind']> {
  readonly g: GraphBuilder;
  readonly node: Node & { readonly operation: Extract<Operation, { kind: Kind }> };
  readonly dy: Node;
}

type Rules = {
  readonly [Kind in Operation['kind']]?: (step: Step<Kind>) => readonly Pull[];
};

/** How to make the gradients towards a node's inputs, in order; none where no gradient flows. */
export function pullsOf(g: GraphBuilder, node: Node, dy: Node): readonly Pull[] {
  const rule = RULES[node.operation.kind] as
    | ((step: { g: GraphBuilder; node: Node; dy: Node }) => readonly Pull[])
    | undefined;
  return rule?.({ g, node, dy }) ?? [];
}

/** True of operations whose value does not tell its inputs how to change. */
export function blocksGradient({ kind, ...rest }: Operation): boolean {
  if (kind === 'unary' || kind === 'binary') {
    return 'name' in rest && (rest.name === 'step' || rest.name === 'greater');
  }
  return RULES[kind] === undefined;
}

const UNARY_RULES: Readonly<
  Record<Unary, (g: GraphBuilder, x: Node, y: Node) => (dy: Node) => Node>
> = {
  negate: (g) => g.negate,
  exp: (g, _, y) => (dy) => g.multiply(dy, y),
  log: (g, x) => (dy) => g.divide(dy, x),
  sqrt: (g, _, y) => (dy) => g.divide(g.multiply(dy, 0.5), y),
  relu: (g, x) => (dy) => g.multiply(dy, g.step(x)),
  sigmoid: (g, _, y) => (dy) => g.multiply(dy, g.multiply(y, g.subtract(1, y))),
  tanh: (g, _, y) => (dy) => g.multiply(dy, g.subtract(1, g.multiply(y, y))),
  erf: (g, x) => (dy) =>
    g.multiply(dy, g.multiply(g.exp(g.negate(g.multiply(x, x))), 2 / Math.sqrt(Math.PI))),
  step: (g, x) => () => g.fill(x.shape, 0),
};

const BINARY_RULES: Readonly<
  Record<Binary, (g: GraphBuilder, a: Node, b: Node) => readonly ((dy: Node) => Node)[]>
> = {
  add: () => [(dy) => dy, (dy) => dy],
  subtract: (g) => [(dy) => dy, g.negate],
  multiply: (g, a, b) => [(dy) => g.multiply(dy, b), (dy) => g.multiply(dy, a)],
  divide: (g, a, b) => [
    (dy) => g.divide(dy, b),
    (dy) => g.negate(g.divide(g.multiply(dy, g.divide(a, b)), b)),
  ],
  // Where both are equal, all goes to the second.
  maximum: (g, a, b) => [
    (dy) => g.multiply(dy, g.greater(a, b)),
    (dy) => g.multiply(dy, g.subtract(1, g.greater(a, b))),
  ],
  greater: () => [],
};

const RULES: Rules = {
  unary: ({ g, node, dy }) => {
    const x = inputOf(node, 0);
    return [() => UNARY_RULES[node.operation.name](g, x, node)(dy)];
  },
  binary: ({ g, node, dy }) => {
    const [a, b] = [inputOf(node, 0), inputOf(node, 1)];
    const [toA, toB] = BINARY_RULES[node.operation.name](g, a, b);
    if (toA === undefined || toB === undefined) return [];
    return [() => narrowed(g, toA(dy), a.shape), () => narrowed(g, toB(dy), b.shape)];
  },
  matmul: ({ g, node, dy }) => {
    const [a, b] = [inputOf(node, 0), inputOf(node, 1)];
    const { transposeA, transposeB } = node.operation;
    return [
      () =>
        transposeA
          ? g.matmul(b, dy, { transposeA: transposeB, transposeB: true })
          : g.matmul(dy, b, { transposeB: !transposeB }),
      () =>
        transposeB
          ? g.matmul(dy, a, { transposeA: true, transposeB: transposeA })
          : g.matmul(a, dy, { transposeA: !transposeA }),
    ];
  },
  sum: ({ g, node, dy }) => [() => g.broadcast(dy, inputOf(node, 0).shape)],
  reshape: ({ g, node, dy }) => [() => g.reshape(dy, inputOf(node, 0).shape)],
  transpose: ({ g, node, dy }) => [() => g.transpose(dy, inverse(node.operation.permutation))],
  broadcast: ({ g, node, dy }) => [() => narrowed(g, dy, inputOf(node, 0).shape)],
  concat: ({ g, node, dy }) =>
    partsOf(node, node.operation.axis).map((part) => () => g.slice(dy, part)),
  slice: ({ g, node, dy }) => [() => padded(g, inputOf(node, 0), [{ ...node.operation, dy }])],
  gather: ({ g, node, dy }) => [
    () => g.scatter(dy, inputOf(node, 1), fixedSize(node, inputOf(node, 0).shape[0])),
  ],
  scatter: ({ g, node, dy }) => [() => g.gather(dy, inputOf(node, 1))],
  pick: ({ g, node, dy }) => [
    () => g.place(g.fill(inputOf(node, 0).shape, 0), inputOf(node, 1), dy),
  ],
  place: ({ g, node, dy }) => [
    () => dy,
    () => g.fill(inputOf(node, 1).shape, 0),
    () => g.pick(dy, inputOf(node, 1)),
  ],
  softmax: ({ g, node, dy }) => [
    () => g.multiply(node, g.subtract(dy, sumLast(g, g.multiply(dy, node)))),
  ],
  'log-softmax': ({ g, node, dy }) => [
    () => g.subtract(dy, g.multiply(g.softmax(inputOf(node, 0)), sumLast(g, dy))),
  ],
  cumsum: ({ g, node, dy }) => [() => g.cumsum(dy, { reverse: !node.operation.reverse })],
};

function inputOf(node: Node, index: number): Node {
  return defined(node.inputs[index], `${node.operation.kind} lacks input ${index}`);
}

/** Sums what a broadcast has widened, back to the shape before it. */
function narrowed(g: GraphBuilder, dy: Node, shape: Shape): Node {
  if (sameShape(dy.shape, shape)) return dy;
  const extra = dy.shape.length - shape.length;
  const axes = dy.shape.flatMap((dim, axis) => {
    const before = axis < extra ? 1 : shape[axis - extra];
    return before === 1 && (axis < extra || dim !== 1) ? [axis] : [];
  });
  return g.reshape(g.sum(dy, axes), shape);
}

function sumLast(g: GraphBuilder, x: Node): Node {
  return g.sum(x, [x.shape.length - 1]);
}

function inverse(permutation: readonly number[]): readonly number[] {
  return permutation.map((_, axis) => permutation.indexOf(axis));
}

/** Where each input of a concat lies in it. */
function partsOf(
  node: Node,
  axis: number,
): readonly { readonly axis: number; readonly start: number; readonly size: number }[] {
  let start = 0;
  return node.inputs.map((input) => {
    const size = fixedSize(node, input.shape[axis]);
    start += size;
    return { axis, start: start - size, size };
  });
}
