import ipaddr from 'ipaddr.js';
import { assertNever } from '../../engine/core/invariant.ts';
import { compileExpression } from './regular-expression.ts';
import type { Anchor, Comparison, ValueTest } from './sigma-rule.ts';
import { mapLiterals, patternTest } from './text-pattern.ts';

/** A field's value as text, and in lower case; null where the event lacks the field. */
export interface FieldText {
  readonly text: string;
  readonly lower: string;
}

/** What a test asks of one value. */
export type CompiledTest = (value: FieldText | null) => boolean;

/** What a test that looks at a second field asks of both. */
export type FieldComparison = (value: FieldText | null, other: FieldText | null) => boolean;

/** A test that needs one value only. */
export type PlainTest = Exclude<ValueTest, { kind: 'field' }>;

/**
 * The fast form of a test. A missing value meets only `null` and `exists: false`; case counts only
 * for `cased` and for regular expressions without the flag i.
 */
export function compileTest(test: PlainTest): CompiledTest {
  switch (test.kind) {
    case 'missing':
      return (value) => value === null;
    case 'present':
      return (value) => (value !== null) === test.wanted;
    case 'text': {
      if (test.cased) return onText(patternTest(test.pattern));
      const isMet = patternTest(mapLiterals(test.pattern, (part) => part.toLowerCase()));
      return (value) => value !== null && isMet(value.lower);
    }
    case 'regex':
      return onText(compileExpression(test.source, test.flags));
    case 'network':
      return onText(networkTest(test.block));
    case 'number':
      return onText(numberTest(test.comparison, test.bound));
    default:
      return assertNever(test);
  }
}

/** The fast form of a test of one field against another; both must be there. */
export function compileComparison(anchor: Anchor, cased: boolean): FieldComparison {
  const isMet = ANCHORED[anchor];
  return (value, other) =>
    value !== null &&
    other !== null &&
    (cased ? isMet(value.text, other.text) : isMet(value.lower, other.lower));
}

const ANCHORED: Readonly<Record<Anchor, (text: string, part: string) => boolean>> = {
  whole: (text, part) => text === part,
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

function onText(isMet: (text: string) => boolean): CompiledTest {
  return (value) => value !== null && isMet(value.text);
}

function networkTest(block: string): (text: string) => boolean {
  const [network, bits] = ipaddr.parseCIDR(block);
  return (text) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return address.kind() === network.kind() && address.match(network, bits);
  };
}

function numberTest(comparison: Comparison, bound: number): (text: string) => boolean {
  const isMet = COMPARED[comparison];
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return isMet(value, bound);
  };
}

const COMPARED: Readonly<Record<Comparison, (value: number, bound: number) => boolean>> = {
  lt: (value, bound) => value < bound,
  lte: (value, bound) => value <= bound,
  gt: (value, bound) => value > bound,
  gte: (value, bound) => value >= bound,
};
