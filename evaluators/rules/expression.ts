import { ScenarioError } from '../../engine/core/errors.ts';
import type { Suggest } from './suggest.ts';

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
  readonly fault: ExpressionFault;

  constructor(what: string, fault: ExpressionFault) {
    super(`${what}: ${fault.value}; ${fault.remedy}`, { at: fault.at, value: fault.value });
    this.fault = fault;
  }
}

/** What is wrong with a condition, and where. */
export interface ExpressionFault {
  /** Offset in the condition's text. */
  readonly at: number;
  readonly value: string;
  readonly remedy: string;
  /** Words that could stand instead of the value. */
  readonly known?: readonly string[];
}

/** True for mistakes in conditions. */
export function isExpressionError(error: unknown): error is ExpressionError {
  return error instanceof ExpressionError;
}

/** The error's message, with a near word where there is one. */
export function explainExpression({ message, fault }: ExpressionError, suggest: Suggest): string {
  const { value, remedy, known = [] } = fault;
  return `${message.slice(0, -remedy.length)}${suggest(value, known)}${remedy}`;
}
