import { FIRST } from '../../sequences/codes.ts';
import type { VariableSpec } from '../code-space.ts';

/** Groups of a variable's codes, by code; the count is one more than the largest. */
export interface Coarsening {
  readonly groups: Uint8Array;
  readonly count: number;
}

const GROUPS = 10;

/**
 * Groups codes, so that a context of several variables keeps enough rows: neighbours by size in
 * groups of about equal weight, else the most frequent codes alone and the rest together. Absent
 * and missing stay apart.
 *
 * @param counts rows by code
 */
export function coarsen(spec: VariableSpec, counts: Float64Array): Coarsening | null {
  if (spec.cardinality <= GROUPS + FIRST + 2) return null;
  const groups = new Uint8Array(spec.cardinality);
  for (let code = 0; code < FIRST; code += 1) groups[code] = code;
  const order = spec.order ?? [];
  if (order.length > 0) groupNeighbours(order, counts, groups);
  else groupFrequent(counts, groups);
  return { groups, count: groups.reduce((most, one) => Math.max(most, one), 0) + 1 };
}

function groupNeighbours(order: readonly number[], counts: Float64Array, groups: Uint8Array): void {
  const total = order.reduce((sum, code) => sum + (counts[code] as number), 0);
  let before = 0;
  for (const code of order) {
    const middle = before + (counts[code] as number) / 2;
    const group = total === 0 ? 0 : Math.min(GROUPS - 1, Math.floor((middle / total) * GROUPS));
    groups[code] = FIRST + group;
    before += counts[code] as number;
  }
}

function groupFrequent(counts: Float64Array, groups: Uint8Array): void {
  const codes = [...counts.keys()].slice(FIRST);
  codes.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  for (const [rank, code] of codes.entries()) groups[code] = FIRST + Math.min(rank, GROUPS - 1);
}
