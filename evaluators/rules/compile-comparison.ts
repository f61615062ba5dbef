import type { Compiled, Read } from './compiled.ts';
import { type Comparison, type Expression, ExpressionError } from './expression.ts';

type Compare = Extract<Expression, { readonly kind: 'compare' }>;

/**
 * The part that is asked whether it is missing; null for any other comparison.
 *
 * @throws ExpressionError where `missing` is put in an order
 */
export function isMissingTest({
  left,
  right,
  operator,
  at,
}: Compare): { readonly operand: Expression } | null {
  if (left.kind !== 'missing' && right.kind !== 'missing') return null;
  if (operator !== '==' && operator !== '!=') {
    const remedy = 'write == missing or != missing';
    throw new ExpressionError('missing has no order', { at, value: operator, remedy });
  }
  return { operand: left.kind === 'missing' ? right : left };
}

/** Compares two parts of one kind. @throws ExpressionError where their kinds differ */
export function compileComparison(
  { operator, at }: Compare,
  left: Compiled,
  right: Compiled,
): Read {
  const isOrder = operator !== '==' && operator !== '!=';
  refuseKinds(at, isOrder, [left, right]);
  return isOrder ? ordered(operator, left.read, right.read) : matched(operator, left, right);
}

/** NOTE: one closure an operator, and one for constants: this is where rules spend their time. */
function matched(operator: Comparison, { read: left }: Compiled, right: Compiled): Read {
  const wanted = operator === '==';
  const { constant, read } = right;
  if (constant !== undefined) {
    return (row) => {
      const one = left(row);
      return one === null ? null : (one === constant) === wanted;
    };
  }
  return (row) => {
    const one = left(row);
    const other = read(row);
    return one === null || other === null ? null : (one === other) === wanted;
  };
}

function ordered(operator: Comparison, left: Read, right: Read): Read {
  switch (operator) {
    case '<':
      return ordered('>', right, left);
    case '<=':
      return ordered('>=', right, left);
    case '>':
      return (row) => {
        const one = left(row);
        const other = right(row);
        return one === null || other === null ? null : one > other;
      };
    default:
      return (row) => {
        const one = left(row);
        const other = right(row);
        return one === null || other === null ? null : one >= other;
      };
  }
}

function refuseKinds(at: number, isOrder: boolean, sides: readonly Compiled[]): void {
  const types = [...new Set(sides.map(({ type }) => type).filter((type) => type !== 'any'))];
  if (types.length > 1) {
    const value = types.map((type) => `a ${type}`).join(' with ');
    const remedy = 'compare values of one kind; texts stand between quotes';
    throw new ExpressionError('two kinds are compared', { at, value, remedy });
  }
  if (!isOrder || types[0] === undefined || types[0] === 'number') return;
  const remedy = 'use == or !=, or compare numbers';
  throw new ExpressionError('no order between these', { at, value: `a ${types[0]}`, remedy });
}
