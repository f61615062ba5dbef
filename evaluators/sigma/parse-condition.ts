import { refuseRule } from './sigma-problem.ts';
import type { Expression } from './sigma-rule.ts';
import { parsePattern, patternTest } from './text-pattern.ts';

/** Selections of a rule by name, in the rule's order. */
export type Selections = ReadonlyMap<string, Expression>;

const PLACE = 'condition';
const DEPTH = 64;
const REMEDY = 'write and, or, not, parentheses, names, `1 of NAME*`, `all of them`';
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'of']);

/**
 * A condition with its selections put in; `not` binds first, then `and`, then `or`.
 *
 * @throws SigmaRuleError for aggregations and for what cannot be read
 * @see Sigma specification 2.1, condition
 */
export function parseCondition(text: string, selections: Selections): Expression {
  if (text.includes('|')) {
    const remedy = 'aggregations are not evaluated: use a rule without';
    return refuseRule(PLACE, { what: 'counts over events', value: text, remedy });
  }
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  const reader: Reader = { text, tokens, next: 0, depth: 0, selections };
  const expression = parseChain(reader, 'or');
  if (reader.next < tokens.length) unreadable(reader);
  return expression;
}

interface Reader {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly selections: Selections;
  next: number;
  depth: number;
}

function parseChain(reader: Reader, word: 'and' | 'or'): Expression {
  const parse = () => (word === 'or' ? parseChain(reader, 'and') : parseNegation(reader));
  const of = [parse()];
  while (peek(reader) === word) {
    reader.next += 1;
    of.push(parse());
  }
  return of.length === 1 ? (of[0] as Expression) : { kind: word === 'or' ? 'any' : 'all', of };
}

function parseNegation(reader: Reader): Expression {
  if (peek(reader) !== 'not') return parseOperand(reader);
  return nested(reader, () => ({ kind: 'not', of: parseNegation(reader) }));
}

function parseOperand(reader: Reader): Expression {
  const token = reader.tokens[reader.next];
  if (token === undefined || token === ')') return unreadable(reader);
  if (token === '(') {
    return nested(reader, () => {
      const inner = parseChain(reader, 'or');
      if (reader.tokens[reader.next] !== ')') unreadable(reader);
      reader.next += 1;
      return inner;
    });
  }
  reader.next += 1;
  if (peek(reader) === 'of') return parseQuantity(reader, token);
  if (WORDS.has(token.toLowerCase())) return unreadable(reader);
  return reader.selections.get(token) ?? unknownSelection(token);
}

/** Reads on behind the present token, one level deeper. */
function nested(reader: Reader, parse: () => Expression): Expression {
  if (reader.depth >= DEPTH) return unreadable(reader);
  reader.next += 1;
  reader.depth += 1;
  const expression = parse();
  reader.depth -= 1;
  return expression;
}

function parseQuantity(reader: Reader, quantity: string): Expression {
  const word = quantity.toLowerCase();
  const target = reader.tokens[reader.next + 1];
  if (!['1', 'any', 'all'].includes(word) || target === undefined) return unreadable(reader);
  reader.next += 2;
  const of = selectedBy(target, reader.selections);
  if (of.length === 0) return unknownSelection(target);
  return { kind: word === 'all' ? 'all' : 'any', of };
}

/** NOTE: names with a leading underscore are helpers, which `them` leaves out. */
function selectedBy(target: string, selections: Selections): readonly Expression[] {
  const isNamed = patternTest(parsePattern(target));
  const isMeant = (name: string) =>
    target.toLowerCase() === 'them' ? !name.startsWith('_') : isNamed(name);
  return [...selections].filter(([name]) => isMeant(name)).map(([, expression]) => expression);
}

function peek({ tokens, next }: Reader): string | undefined {
  return tokens[next]?.toLowerCase();
}

function unknownSelection(value: string): never {
  const remedy = 'name a selection of the detection';
  return refuseRule(PLACE, { what: 'names no selection', value, remedy });
}

function unreadable({ text, tokens, next }: Reader): never {
  const what = `cannot be read at ${tokens[next] ?? 'its end'}`;
  return refuseRule(PLACE, { what, value: text, remedy: REMEDY });
}
