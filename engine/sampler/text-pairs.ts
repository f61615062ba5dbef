import { defined } from '../core/invariant.ts';
import type { Field, TextField, TextPairs } from '../encoders/field.ts';
import { textEncoder } from '../encoders/text-encoder.ts';
import { FIRST, MISSING } from '../sequences/codes.ts';
import type { TableStore } from '../sequences/table-store.ts';

/** Share of a text's nats that must be left, at most, once the deciding text is known. */
const DECIDED = 0.6;
const LEAST_ROWS = 50;

/**
 * The earlier text of the row that decides most about one, with what was seen to go with it: a
 * program's digests are its own, and so is how it is called. Null where none does.
 */
export function textPairs(
  store: TableStore,
  field: Omit<TextField, 'pairs'>,
  earlier: readonly Field[],
): TextPairs | null {
  const own = codesOf(store, field);
  let [best, least] = [null as TextField | null, DECIDED * entropyOf(own, null)];
  for (const one of earlier) {
    if (one.type !== 'text') continue;
    const left = entropyOf(own, codesOf(store, one));
    if (left < least) [best, least] = [one, left];
  }
  return best === null ? null : pairsOf(own, codesOf(store, best), best);
}

/** By row: code of the text, `MISSING` without. */
function codesOf(store: TableStore, field: Omit<TextField, 'pairs'>): Uint16Array {
  const { codes, dictionary } = defined(store.columns[field.column], 'column was read');
  const encoder = textEncoder(field.stats);
  const known = (dictionary?.values ?? []).map((value) => encoder.encode(String(value)));
  return Uint16Array.from(codes, (code) => known[code] ?? MISSING);
}

/** Nats of the codes, given those of another text; rows that lack either are left out. */
function entropyOf(own: Uint16Array, other: Uint16Array | null): number {
  const groups = countPairs(own, other);
  let [nats, rows] = [0, 0];
  for (const counts of groups.values()) {
    const size = [...counts.values()].reduce((sum, one) => sum + one, 0);
    rows += size;
    for (const count of counts.values()) nats -= count * Math.log(count / size);
  }
  return rows < LEAST_ROWS ? Number.POSITIVE_INFINITY : nats / rows;
}

function countPairs(own: Uint16Array, other: Uint16Array | null): Map<number, Map<number, number>> {
  const groups = new Map<number, Map<number, number>>();
  for (let row = 0; row < own.length; row += 1) {
    const code = own[row] as number;
    const by = other === null ? FIRST : (other[row] as number);
    if (code < FIRST || by < FIRST) continue;
    const counts = groups.get(by) ?? new Map<number, number>();
    groups.set(by, counts);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return groups;
}

function pairsOf(own: Uint16Array, by: Uint16Array, of: TextField): TextPairs {
  const groups = [...countPairs(own, by)].sort(([a], [b]) => a - b);
  return {
    column: of.column,
    variable: of.variable,
    seen: groups.map(([code, counts]) => {
      const sorted = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
      return { code, with: sorted.map(([one]) => one), rows: sorted.map(([, rows]) => rows) };
    }),
  };
}
