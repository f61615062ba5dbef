/** A size: a number, a symbol such as `B`, or a product in canonical form: `2*B*T`. */
export type Dim = number | string;

/** Sizes of a tensor's axes; a scalar has none. */
export type Shape = readonly Dim[];

export type DataType = 'float32' | 'int32';

/** Elementwise functions of one float tensor. `step` is 1 where its argument is above 0, else 0. */
export const UNARY = [
  'negate',
  'exp',
  'log',
  'sqrt',
  'relu',
  'sigmoid',
  'tanh',
  'erf',
  'step',
] as const;
export type Unary = (typeof UNARY)[number];

/** Elementwise functions of two float tensors, broadcast as NumPy does. `greater` gives 1 or 0. */
export const BINARY = ['add', 'subtract', 'multiply', 'divide', 'maximum', 'greater'] as const;
export type Binary = (typeof BINARY)[number];

/** What a node computes from its inputs; axes count from 0 and are never negative. */
export type Operation =
  /** Fed at each run. */
  | { readonly kind: 'input'; readonly name: string }
  /** Kept by the engine between runs; always float32, of fixed shape. */
  | { readonly kind: 'state'; readonly name: string }
  /** Every element is `value`. */
  | { readonly kind: 'fill'; readonly value: number }
  /** Given elements, row-major, of fixed shape. */
  | { readonly kind: 'constant'; readonly values: readonly number[] }
  | { readonly kind: 'unary'; readonly name: Unary }
  | { readonly kind: 'binary'; readonly name: Binary }
  /** [..., n, k] x [..., k, m] -> [..., n, m] after transposing; both rank 2, or both rank 3 with equal first axis. */
  | { readonly kind: 'matmul'; readonly transposeA: boolean; readonly transposeB: boolean }
  /** Sum over axes, which stay with size 1. */
  | { readonly kind: 'sum'; readonly axes: readonly number[] }
  /** Largest over axes, which stay with size 1; no gradient flows through it. */
  | { readonly kind: 'max'; readonly axes: readonly number[] }
  /** To the node's own shape; as many elements. */
  | { readonly kind: 'reshape' }
  | { readonly kind: 'transpose'; readonly permutation: readonly number[] }
  /** To the node's own shape, as NumPy's broadcast_to. */
  | { readonly kind: 'broadcast' }
  | { readonly kind: 'concat'; readonly axis: number }
  /** `size` elements of an axis from `start` on. */
  | { readonly kind: 'slice'; readonly axis: number; readonly start: number; readonly size: number }
  /** table [N, E], indices int32 [...] -> [..., E]. */
  | { readonly kind: 'gather' }
  /** updates float [..., E], indices int32 [...] -> [rows, E]: zeros with the updates added; the gradient of gather. */
  | { readonly kind: 'scatter'; readonly rows: number }
  /** x [..., C], indices int32 [...] -> [...]: one element of each row. */
  | { readonly kind: 'pick' }
  /** x [..., C], indices int32 [...], values float [...] -> x with each row's value added at its index. */
  | { readonly kind: 'place' }
  /** Over the last axis. */
  | { readonly kind: 'softmax' }
  | { readonly kind: 'log-softmax' }
  /** Running sums over the last axis; `reverse` from its end. */
  | { readonly kind: 'cumsum'; readonly reverse: boolean }
  /** int32 -> float32, or float32 -> int32 towards zero. */
  | { readonly kind: 'cast' }
  /** The value, through which no gradient flows. */
  | { readonly kind: 'stop' };

/** A tensor that will be computed: plain data, immutable; equal nodes are not shared unless built once. */
export interface Node {
  /** Ascending in the order of making, so that inputs have smaller numbers. */
  readonly id: number;
  readonly operation: Operation;
  readonly inputs: readonly Node[];
  readonly shape: Shape;
  readonly type: DataType;
  /** The model's part that made it, for errors: `history / decay`. */
  readonly part: string;
}
