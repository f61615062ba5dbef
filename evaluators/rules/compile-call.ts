import type { Row, Value } from '../../engine/core/row.ts';
import type { Compiled, Read } from './compiled.ts';
import { type Expression, ExpressionError } from './expression.ts';
import { RULE_FUNCTIONS, type RuleFunction } from './rule-functions.ts';

type Call = Extract<Expression, { readonly kind: 'call' }>;

/**
 * Compiles a call; its value is missing where an operand's is.
 *
 * @throws ExpressionError for an unknown function, and for operands that do not fit
 */
export function compileCall(call: Call, compile: (operand: Expression) => Compiled): Compiled {
  const definition = Object.hasOwn(RULE_FUNCTIONS, call.name)
    ? RULE_FUNCTIONS[call.name]
    : undefined;
  if (definition === undefined) {
    const known = Object.keys(RULE_FUNCTIONS);
    const remedy = `use one of ${known.join(', ')}`;
    throw new ExpressionError('unknown function', {
      at: call.at,
      value: call.name,
      remedy,
      known,
    });
  }
  refuseCount(call, definition);
  const operands = call.operands.map((operand, at) => compiledOperand(operand, at));
  return { type: definition.result, read: applied(prepared(call, definition), operands) };

  function compiledOperand(operand: Expression, at: number): Read {
    const wanted = definition?.parameters[at] ?? definition?.parameters.at(-1) ?? 'any';
    const { type, read } = compile(operand);
    if (type === wanted || type === 'any' || wanted === 'any') return read;
    throw new ExpressionError(`${call.name} wants a ${wanted}`, {
      at: operand.at,
      value: `a ${type}`,
      remedy: `give it a ${wanted}`,
    });
  }
}

function refuseCount({ name, operands, at }: Call, { parameters, repeats }: RuleFunction): void {
  const [given, wanted] = [operands.length, parameters.length];
  if (given === wanted || (repeats === true && given > wanted)) return;
  throw new ExpressionError(`${name} wants ${wanted}${repeats ? ' or more' : ''} operands`, {
    at,
    value: String(given),
    remedy: 'give it that many',
  });
}

function prepared(call: Call, { constants = [], prepare }: RuleFunction) {
  const values = call.operands.map((operand, at): Value => {
    if ('value' in operand) return operand.value;
    if (!constants.includes(at)) return null;
    throw new ExpressionError(`${call.name} wants its operand ${at + 1} written out`, {
      at: operand.at,
      value: operand.kind,
      remedy: 'put a text between quotes there',
    });
  });
  try {
    return prepare(values);
  } catch (error) {
    const wrong = call.operands[constants[0] ?? 0] ?? call;
    const remedy = `correct it: ${error instanceof Error ? error.message : String(error)}`;
    const value = String(values[constants[0] ?? 0]);
    throw new ExpressionError(`${call.name} cannot use this`, { at: wrong.at, value, remedy });
  }
}

function applied(compute: (...values: Value[]) => Value, operands: readonly Read[]): Read {
  const [first, second, third] = operands;
  if (first !== undefined && second === undefined) {
    return (row) => {
      const value = first(row);
      return value === null ? null : compute(value);
    };
  }
  if (first !== undefined && second !== undefined && third === undefined) {
    return (row) => {
      const one = first(row);
      const other = second(row);
      return one === null || other === null ? null : compute(one, other);
    };
  }
  return (row: Row) => {
    const values = operands.map((read) => read(row));
    return values.includes(null) ? null : compute(...values);
  };
}
