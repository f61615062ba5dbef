import { assertNever } from '../../engine/core/invariant.ts';
import type { Value } from '../../engine/core/row.ts';
import { compileCall } from './compile-call.ts';
import { compileComparison, isMissingTest } from './compile-comparison.ts';
import type { Compiled, Read, ResolveColumn } from './compiled.ts';
import { type Arithmetic, type Expression, ExpressionError } from './expression.ts';
import type { ValueType } from './rule-functions.ts';

/**
 * Compiles a condition to closures.
 *
 * Missing values follow Kleene's three-valued logic: what depends on one is missing itself, but
 * `false and missing` is false, `true or missing` is true.
 *
 * @throws ExpressionError where kinds do not fit, or a column or function is unknown
 */
export function compileCondition(expression: Expression, resolve: ResolveColumn): Read {
  return expected('boolean', expression, resolve);
}

/** Compiles one part. */
export function compile(expression: Expression, resolve: ResolveColumn): Compiled {
  switch (expression.kind) {
    case 'number':
    case 'text':
    case 'boolean': {
      const { kind: type, value } = expression;
      return { type, read: () => value, constant: value };
    }
    case 'missing':
      throw new ExpressionError('missing stands alone', {
        at: expression.at,
        value: 'missing',
        remedy: 'write == missing or != missing',
      });
    case 'column':
      return resolve(expression.path, expression.at);
    case 'negate': {
      const read = expected('number', expression.operand, resolve);
      return { type: 'number', read: (row) => negated(read(row)) };
    }
    case 'not': {
      const read = expected('boolean', expression.operand, resolve);
      return { type: 'boolean', read: (row) => inverted(read(row)) };
    }
    case 'and':
    case 'or':
      return { type: 'boolean', read: joined(expression, resolve) };
    case 'reckon':
      return { type: 'number', read: reckoned(expression, resolve) };
    case 'compare':
      return { type: 'boolean', read: compared(expression, resolve) };
    case 'in':
      return { type: 'boolean', read: listed(expression, resolve) };
    case 'call':
      return compileCall(expression, (operand) => compile(operand, resolve));
    default:
      return assertNever(expression);
  }
}

/** Compiles a part that must be of a kind. */
function expected(type: ValueType, expression: Expression, resolve: ResolveColumn): Read {
  const compiled = compile(expression, resolve);
  if (compiled.type === type || compiled.type === 'any') return compiled.read;
  throw new ExpressionError(`a ${type} is needed`, {
    at: expression.at,
    value: `a ${compiled.type}`,
    remedy: type === 'boolean' ? 'compare it with something' : `put a ${type} here`,
  });
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { readonly kind: Kind }>;

function joined(expression: Of<'and' | 'or'>, resolve: ResolveColumn): Read {
  const left = expected('boolean', expression.left, resolve);
  const right = expected('boolean', expression.right, resolve);
  // NOTE: the value that decides alone, whatever stands on the other side.
  const deciding = expression.kind === 'or';
  return (row) => {
    const first = left(row);
    if (first === deciding) return deciding;
    const second = right(row);
    if (second === deciding) return deciding;
    return first === null || second === null ? null : !deciding;
  };
}

function reckoned({ operator, ...pair }: Of<'reckon'>, resolve: ResolveColumn): Read {
  const left = expected('number', pair.left, resolve);
  const right = expected('number', pair.right, resolve);
  const reckon = RECKON[operator];
  return (row) => {
    const first = left(row);
    const second = right(row);
    if (first === null || second === null) return null;
    const result = reckon(first as number, second as number);
    return Number.isFinite(result) ? result : null;
  };
}

const RECKON: Readonly<Record<Arithmetic, (one: number, other: number) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
};

function compared(expression: Of<'compare'>, resolve: ResolveColumn): Read {
  const { left, right, operator } = expression;
  const isMissing = isMissingTest(expression);
  if (isMissing !== null) {
    const { read } = compile(isMissing.operand, resolve);
    const wanted = operator === '==';
    return (row) => (read(row) === null) === wanted;
  }
  return compileComparison(expression, compile(left, resolve), compile(right, resolve));
}

function listed({ operand, items, at }: Of<'in'>, resolve: ResolveColumn): Read {
  const { type, read } = compile(operand, resolve);
  for (const item of items) {
    if (type === 'any' || item.kind === type) continue;
    throw new ExpressionError(`a ${type} is looked for in a list`, {
      at: item.at,
      value: `a ${item.kind}`,
      remedy: `put only a ${type} into the list`,
    });
  }
  const among = new Set<Value>(items.map(({ value }) => value));
  if (among.size < items.length) {
    const remedy = 'name every value once';
    throw new ExpressionError('a value stands twice in a list', { at, value: 'in', remedy });
  }
  return (row) => {
    const value = read(row);
    return value === null ? null : among.has(value);
  };
}

function negated(value: Value): Value {
  return value === null ? null : -(value as number);
}

function inverted(value: Value): Value {
  return value === null ? null : !value;
}
