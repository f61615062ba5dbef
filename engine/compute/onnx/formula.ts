import { BINARY, type Unary } from '../graph.ts';

/** Functions of one or two elements that kernels know; the others stay with onnxruntime. */
export const KERNEL_NAMES = [
  ...(['negate', 'sqrt', 'relu', 'step'] as const satisfies readonly Unary[]),
  ...BINARY,
] as const;

/** What an operation takes: a tensor's element, a scalar, a number, or an earlier operation's value. */
export type Operand =
  | { readonly from: 'tensor' | 'scalar' | 'earlier'; readonly index: number }
  | { readonly from: 'number'; readonly value: number };

/** One operation on the elements at one place. */
export interface Move {
  readonly name: (typeof KERNEL_NAMES)[number];
  /** One or two. */
  readonly operands: readonly Operand[];
}

/**
 * What happens at each place of some tensors of equal length, whatever the tensors are: plain data,
 * so that equal formulas share a kernel.
 */
export interface Formula {
  readonly tensors: number;
  readonly scalars: number;
  readonly moves: readonly Move[];
  /** Moves whose values are written, in the order of the kernel's results. */
  readonly results: readonly number[];
}
