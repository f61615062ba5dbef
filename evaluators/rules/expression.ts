import { ScenarioError } from '../../engine/core/errors.ts';

export const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const;
export const ARITHMETIC = ['+', '-', '*', '/'] as const;

/** Compares two values; unknown where one is missing. */
export type Comparison = (typeof COMPARISONS)[number];

/** Reckons with two numbers; unknown where one is missing or the divisor is 0. */
export type Arithmetic = (typeof ARITHMETIC)[number];

/** A value that stands in the text itself. */
export type Constant =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number };

/** A rule's condition as a tree; `at` is the offset of its first character, or its operator's. */
export type Expression =
  | Constant
  | { readonly kind: 'missing'; readonly at: number }
  | { readonly kind: 'column'; readonly path: readonly string[]; readonly at: number }
  | { readonly kind: 'negate' | 'not'; readonly operand: Expression; readonly at: number }
  | (Pair & { readonly kind: 'compare'; readonly operator: Comparison })
  | (Pair & { readonly kind: 'reckon'; readonly operator: Arithmetic })
  | (Pair & { readonly kind: 'and' | 'or' })
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly items: readonly Constant[];
      readonly at: number;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly operands: readonly Expression[];
      readonly at: number;
    };

interface Pair {
  readonly left: Expression;
  readonly right: Expression;
  readonly at: number;
}

/** A condition that cannot be read or does not fit; `details.at` is the offset in its text. */
export class ExpressionError extends ScenarioError {
  constructor(
    what: string,
    { at, value, remedy }: { readonly at: number; readonly value: string; readonly remedy: string },
  ) {
    super(`${what}: ${value}; ${remedy}`, { at, value });
  }
}
