import {
  ARITHMETIC,
  type Arithmetic,
  COMPARISONS,
  type Comparison,
  type Constant,
  type Expression,
  ExpressionError,
} from './expression.ts';
import {
  isOperator,
  openTokens,
  type Token,
  type TokenCursor,
  unexpected,
} from './expression-tokens.ts';

const MOST_CHARACTERS = 4000;
const MOST_LEVELS = 64;

/** How tightly operators bind what stands beside them; equal ones bind from the left. */
const BINDING: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  in: 4,
  not: 4,
  ...Object.fromEntries(COMPARISONS.map((one) => [one, 4])),
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
};
const NOT_BINDING = 3;
const SIGN_BINDING = 7;

const OPERAND_REMEDY = 'put a column, a number or a text here';

/**
 * Reads a condition, e.g. `protocol == 'tcp' and src_bytes >= 40 * src_packets`.
 *
 * `or` binds least, then `and`, `not`, comparisons and `in`, `+ -`, `* /`, the sign. Comparisons
 * do not chain.
 *
 * @throws ExpressionError where the text is no condition
 * @see Pratt, Top down operator precedence, POPL 1973
 */
export function parseExpression(source: string): Expression {
  if (source.length > MOST_CHARACTERS) {
    const value = `${source.length} characters`;
    throw new ExpressionError('a condition that is too long', { at: 0, value, remedy: 'split it' });
  }
  const tokens = openTokens(source, MOST_LEVELS);
  const expression = expressionAt(tokens, 0);
  if (tokens.peek().kind !== 'end') {
    throw unexpected(tokens.peek(), 'put an operator before it, or remove it');
  }
  return expression;
}

/** The longest expression from here whose operators bind tighter than `binding`. */
function expressionAt(tokens: TokenCursor, binding: number): Expression {
  return tokens.deeper(() => {
    let left = prefixAt(tokens);
    while (bindingOf(tokens.peek()) > binding) left = infixAt(tokens, left);
    return left;
  });
}

function bindingOf(token: Token): number {
  return isOperator(token) ? (BINDING[token.text] ?? 0) : 0;
}

function prefixAt(tokens: TokenCursor): Expression {
  const token = tokens.take();
  const { kind, text, at } = token;
  const constant = constantOf(token);
  if (constant !== null) return constant;
  if (kind === 'name') return tokens.isAt('(') ? callAt(tokens, token) : columnOf(token);
  if (!isOperator(token)) throw unexpected(token, OPERAND_REMEDY);
  switch (text) {
    case 'missing':
      return { kind: 'missing', at };
    case 'not':
      return { kind: 'not', operand: expressionAt(tokens, NOT_BINDING), at };
    case '-':
      return { kind: 'negate', operand: expressionAt(tokens, SIGN_BINDING), at };
    case '(':
      return groupAt(tokens);
    default:
      throw unexpected(token, OPERAND_REMEDY);
  }
}

function groupAt(tokens: TokenCursor): Expression {
  const inner = expressionAt(tokens, 0);
  tokens.expect(')');
  return inner;
}

function infixAt(tokens: TokenCursor, left: Expression): Expression {
  const { text, at } = tokens.take();
  if (text === 'not') {
    tokens.expect('in');
    return { kind: 'not', operand: { kind: 'in', operand: left, items: listAt(tokens), at }, at };
  }
  if (text === 'in') return { kind: 'in', operand: left, items: listAt(tokens), at };
  const right = expressionAt(tokens, BINDING[text] ?? 0);
  if (text === 'and' || text === 'or') return { kind: text, left, right, at };
  const isReckoned = (ARITHMETIC as readonly string[]).includes(text);
  if (isReckoned) return { kind: 'reckon', operator: text as Arithmetic, left, right, at };
  if (bindingOf(tokens.peek()) === BINDING[text]) {
    throw unexpected(tokens.peek(), 'join two comparisons with and');
  }
  return { kind: 'compare', operator: text as Comparison, left, right, at };
}

function columnOf({ text, at }: Token): Expression {
  return { kind: 'column', path: text.split('.'), at };
}

function callAt(tokens: TokenCursor, { text, at }: Token): Expression {
  tokens.expect('(');
  const operands = separatedAt(tokens, ')', () => expressionAt(tokens, 0));
  return { kind: 'call', name: text, operands, at };
}

function listAt(tokens: TokenCursor): readonly Constant[] {
  tokens.expect('[');
  if (tokens.isAt(']')) throw unexpected(tokens.peek(), 'put at least one value into the list');
  return separatedAt(tokens, ']', () => itemAt(tokens));
}

/** Parts between commas, up to the sign that closes them. */
function separatedAt<T>(tokens: TokenCursor, close: string, part: () => T): readonly T[] {
  const parts: T[] = [];
  while (!tokens.isAt(close)) {
    parts.push(part());
    if (!tokens.isAt(close)) tokens.expect(',');
  }
  tokens.expect(close);
  return parts;
}

function itemAt(tokens: TokenCursor): Constant {
  const isNegative = tokens.isAt('-');
  if (isNegative) tokens.take();
  const token = tokens.take();
  const constant = constantOf(token);
  if (constant === null) throw unexpected(token, 'put numbers or texts into the list');
  if (!isNegative) return constant;
  if (constant.kind !== 'number') throw unexpected(token, 'put a number after the sign');
  return { ...constant, value: -constant.value };
}

function constantOf({ kind, text, at }: Token): Constant | null {
  if (kind === 'number') return { kind, value: Number(text.replaceAll('_', '')), at };
  if (kind === 'text') return { kind, value: text, at };
  if (kind !== 'keyword' || (text !== 'true' && text !== 'false')) return null;
  return { kind: 'boolean', value: text === 'true', at };
}
