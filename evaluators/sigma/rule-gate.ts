import type { Expression, FieldItem } from './sigma-rule.ts';

/** An item of a named field, answered by that field's value alone. */
export interface GateItem extends FieldItem {
  readonly field: string;
}

/** Fields whose values seldom repeat, so that little is gained by asking each value once. */
const VARIED: ReadonlySet<string> = new Set([
  'CommandLine',
  'ParentCommandLine',
  'TargetObject',
  'TargetFilename',
  'Details',
  'CallTrace',
  'Hashes',
  'QueryName',
  'QueryResults',
  'SourcePort',
  'UtcTime',
]);

/**
 * Items of which at least one must be met before the expression can hold; null where there are
 * none, e.g. for negations and keywords.
 *
 * Of several such sets the one over fields with repeating values is taken, then the shortest.
 */
export function gateOf(expression: Expression): readonly GateItem[] | null {
  if (expression.kind === 'not') return null;
  if (expression.kind === 'item') {
    return isGateItem(expression.item) ? [expression.item] : null;
  }
  const gates = expression.of.map(gateOf);
  const known = gates.filter((gate) => gate !== null);
  if (expression.kind === 'any') return known.length === gates.length ? known.flat() : null;
  const [best = null] = [...known].sort((one, other) => costOf(one) - costOf(other));
  return best;
}

function isGateItem(item: FieldItem): item is GateItem {
  return item.field !== null && item.tests.every(({ kind }) => kind !== 'field');
}

function costOf(gate: readonly GateItem[]): number {
  const varied = gate.filter(({ field }) => VARIED.has(field)).length;
  return varied * 1000 + gate.length;
}
