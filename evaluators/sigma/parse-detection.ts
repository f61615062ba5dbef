import { parseCondition } from './parse-condition.ts';
import { parseFieldItem } from './parse-field-item.ts';
import { refuseRule, selectionPlace } from './sigma-problem.ts';
import type { Expression } from './sigma-rule.ts';

const DEPTH = 16;

/**
 * The condition of a rule with its selections put in; several conditions: one is enough.
 *
 * @throws SigmaRuleError for what is not evaluated
 * @see Sigma specification 2.1, detection
 */
export function parseDetection(detection: Readonly<Record<string, unknown>>): Expression {
  const { condition, timeframe, ...named } = detection;
  if (timeframe !== undefined) {
    const remedy = 'correlation over time is not evaluated: use a rule without';
    refuseRule('detection timeframe', { what: 'spans several events', value: timeframe, remedy });
  }
  const conditions: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  const selections = new Map(
    Object.entries(named).map(([name, value]) => [name, parseSelection(value, name, 0)] as const),
  );
  const of = conditions.map((one) => {
    if (typeof one === 'string') return parseCondition(one, selections);
    return refuseRule('condition', { what: 'is no text', value: one, remedy: 'write one' });
  });
  if (of.length === 0) {
    refuseRule('condition', { what: 'is missing', value: condition, remedy: 'write one' });
  }
  return of.length === 1 ? (of[0] as Expression) : { kind: 'any', of };
}

/** A map asks for all of its lines, a list for one of its members. */
function parseSelection(value: unknown, name: string, depth: number): Expression {
  const place = selectionPlace(name);
  if (depth > DEPTH) {
    refuseRule(place, { what: 'is nested too deeply', value: depth, remedy: 'write it flatter' });
  }
  if (typeof value === 'string' || typeof value === 'number') {
    return parseFieldItem('', value, name);
  }
  const lines = Array.isArray(value)
    ? value.map((one) => parseSelection(one, name, depth + 1))
    : linesOf(value, name);
  if (lines.length === 0) {
    const remedy = 'write fields with values, or keywords';
    refuseRule(place, { what: 'holds nothing to match', value, remedy });
  }
  if (lines.length === 1) return lines[0] as Expression;
  return { kind: Array.isArray(value) ? 'any' : 'all', of: lines };
}

function linesOf(value: unknown, name: string): readonly Expression[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, one]) => parseFieldItem(key, one, name));
}
