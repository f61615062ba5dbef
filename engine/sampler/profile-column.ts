import { defined } from '../core/invariant.ts';
import type { ColumnKind } from '../schema/column.ts';
import type { ColumnStore, TableStore } from '../sequences/table-store.ts';

const KINDS: readonly ColumnKind[] = ['path', 'text', 'category'];
const LEAST_NATS = 0.1;

/**
 * The column that says most about a row: the text or category whose shared values have the most
 * even law. Rows that name others choose them by it; -1 for none.
 *
 * @param k subjects that must share a value for it to count by itself
 */
export function profileColumn(store: TableStore, k: number): number {
  let [best, most] = [-1, LEAST_NATS];
  for (const [column, schema] of store.layout.table.columns.entries()) {
    if (!KINDS.includes(schema.kind) || schema.protection === 'fresh') continue;
    const entropy = sharedEntropy(store, defined(store.columns[column], 'column was read'), k);
    if (entropy > most) [best, most] = [column, entropy];
  }
  return best;
}

/** Nats of a column's values; those of fewer than k subjects count as one, and so do missing ones. */
function sharedEntropy(store: TableStore, column: ColumnStore, k: number): number {
  const size = column.dictionary?.values.length ?? 0;
  const [rows, subjects] = [new Int32Array(size), new Int32Array(size)];
  const last = new Int32Array(size).fill(-1);
  for (let row = 0; row < store.rows; row += 1) {
    const code = column.codes[row] ?? -1;
    if (code < 0) continue;
    const subject = store.subjects[row] as number;
    rows[code] = (rows[code] as number) + 1;
    if (last[code] !== subject) subjects[code] = (subjects[code] as number) + 1;
    last[code] = subject;
  }
  const counts = [...rows].filter((_, code) => (subjects[code] as number) >= k);
  const rest = store.rows - counts.reduce((sum, one) => sum + one, 0);
  const share = (count: number) =>
    count === 0 ? 0 : (count / store.rows) * Math.log(count / store.rows);
  return -[rest, ...counts].reduce((sum, one) => sum + share(one), 0);
}
