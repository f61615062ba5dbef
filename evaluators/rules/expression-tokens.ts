import { ExpressionError } from './expression.ts';

export const KEYWORDS = ['and', 'or', 'not', 'in', 'missing', 'true', 'false'] as const;

/** Smallest parts of a condition; `end` stands behind the last one. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'keyword' | 'sign' | 'end';
  /** What stands there; of a text its content. */
  readonly text: string;
  /** Offset of its first character. */
  readonly at: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /\s+/y],
  ['number', /\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy],
  ['text', /'(?:[^']|'')*'|"(?:[^"]|"")*"/y],
  ['name', /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y],
  ['sign', /==|!=|<=|>=|[<>+\-*/()[\],]/y],
];

/** What people write out of habit, and what stands for it here. */
const HABITS: readonly (readonly [RegExp, string])[] = [
  [/=/y, 'write == to compare'],
  [/&&?/y, 'write and'],
  [/\|\|?/y, 'write or'],
  [/!/y, 'write not'],
  [/['"]/y, 'close the text with the same quote'],
  [/\d/y, 'write a number like 40, 1_000 or 0.5'],
];

/**
 * Cuts a condition into tokens.
 *
 * A text stands between single or double quotes and holds its quote doubled; a backslash is a
 * character like any other, so that patterns can be written as they are.
 *
 * @throws ExpressionError at the first character that begins no token
 */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const [kind, text] = matchAt(source, at);
    if (kind !== 'blank') tokens.push(tokenOf(kind, text, at));
    at += text.length;
  }
  return [...tokens, { kind: 'end', text: 'the end', at }];
}

function matchAt(source: string, at: number): readonly [Token['kind'] | 'blank', string] {
  for (const [kind, pattern] of PATTERNS) {
    const text = textAt(pattern, source, at);
    if (text !== null) return [kind, text];
  }
  const habit = HABITS.find(([pattern]) => textAt(pattern, source, at) !== null);
  throw new ExpressionError('a character that begins nothing', {
    at,
    value: source.slice(at, at + 20),
    remedy: habit?.[1] ?? 'remove it',
  });
}

function textAt(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

function tokenOf(kind: Token['kind'], text: string, at: number): Token {
  if (kind === 'text') {
    const quote = text.charAt(0);
    return { kind, text: text.slice(1, -1).replaceAll(quote + quote, quote), at };
  }
  const isKeyword = kind === 'name' && (KEYWORDS as readonly string[]).includes(text);
  return { kind: isKeyword ? 'keyword' : kind, text, at };
}

/** Reads tokens one after the other. */
export interface TokenCursor {
  peek(): Token;
  /** The next token, which is then behind; the end stays. */
  take(): Token;
  /** True if this sign or keyword stands here. */
  isAt(operator: string): boolean;
  /** Takes a sign or keyword. @throws ExpressionError if another stands here */
  expect(operator: string): void;
  /** Runs a part that stands one level deeper. @throws ExpressionError below the last level */
  deeper<T>(part: () => T): T;
}

/** A cursor before the first token. */
export function openTokens(source: string, mostLevels: number): TokenCursor {
  const tokens = tokenize(source);
  let [next, level] = [0, 0];
  const peek = () => tokens[next] as Token;
  const take = () => {
    const token = peek();
    if (token.kind !== 'end') next += 1;
    return token;
  };
  const isAt = (operator: string) => isOperator(peek()) && peek().text === operator;
  const expect = (operator: string) => {
    if (!isAt(operator)) throw unexpected(peek(), `put ${operator} here`);
    take();
  };
  const deeper = <T>(part: () => T): T => {
    level += 1;
    if (level > mostLevels) {
      const value = `more than ${mostLevels} levels`;
      throw new ExpressionError('nested too deep', { at: peek().at, value, remedy: 'split it' });
    }
    const made = part();
    level -= 1;
    return made;
  };
  return { peek, take, isAt, expect, deeper };
}

/** True for a sign or a keyword. */
export function isOperator({ kind }: Token): boolean {
  return kind === 'sign' || kind === 'keyword';
}

/** The error for a token that does not fit here. */
export function unexpected({ at, text }: Token, remedy: string): ExpressionError {
  return new ExpressionError('unexpected', { at, value: text, remedy });
}
