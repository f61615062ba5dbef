/** Rows gathered by key: those of key k stand in `rows` from `starts[k]` to before `starts[k + 1]`. */
export interface KeyGroups {
  readonly starts: Int32Array;
  readonly rows: Int32Array;
}

/**
 * Gathers rows by key with a counting sort; rows of one key come in the order of `compare`.
 *
 * Cost: O(n + k), and O(m log m) for the m rows of a key.
 *
 * @param keys key of each row, negative for rows that stand apart
 * @param size number of keys
 */
export function groupByKey(
  keys: Int32Array,
  size: number,
  compare: (one: number, other: number) => number,
): KeyGroups {
  const starts = new Int32Array(size + 1);
  for (const key of keys) if (key >= 0) starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  for (let key = 0; key < size; key += 1) {
    starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  }
  const rows = new Int32Array(starts[size] ?? 0);
  const next = starts.slice();
  keys.forEach((key, row) => {
    if (key < 0) return;
    const at = next[key] ?? 0;
    rows[at] = row;
    next[key] = at + 1;
  });
  for (let key = 0; key < size; key += 1) {
    const group = rows.subarray(starts[key], starts[key + 1]);
    if (group.length > 1) group.sort(compare);
  }
  return { starts, rows };
}

/** The rows of one key. */
export function rowsOfKey(groups: KeyGroups, key: number): Int32Array {
  return groups.rows.subarray(groups.starts[key], groups.starts[key + 1]);
}
