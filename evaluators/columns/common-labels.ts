import type { Cell } from './frame.ts';

/** Cells of the original with the subject each belongs to. */
export interface OwnedCells {
  readonly values: readonly Cell[];
  /** Position of each cell's subject; cells of one subject count once towards k. */
  readonly subjects: readonly number[];
}

/** A category's share on both sides. */
export interface LabelShare {
  readonly label: string;
  readonly original: number;
  readonly synthetic: number;
}

const MOST_LABELS = 9;
const RARE_COUNT = 7;

/** How labels are chosen and written. */
export interface LabelOptions {
  /** Fewest subjects of the original that must share a label that is shown. */
  readonly k: number;
  readonly write?: (cell: Cell) => string;
}

/**
 * Shares of the most frequent categories; no label is shown that few rows or subjects hold.
 *
 * Labels with a count of at most 7, or held by fewer than k subjects of the original (or by none),
 * are summed as `rare`; common ones beyond the ninth as `other`.
 */
export function labelShares(
  original: OwnedCells,
  synthetic: readonly Cell[],
  { k, write = String }: LabelOptions,
): readonly LabelShare[] {
  const common = commonCells(original, k);
  const shown = new Map<Cell, string>(
    common.slice(0, MOST_LABELS).map((cell) => [cell, write(cell)]),
  );
  const beyond = new Set(common.slice(MOST_LABELS));
  const labelOf = (cell: Cell) => {
    if (cell === null) return 'missing';
    const label = shown.get(cell);
    if (label !== undefined) return label === '' ? 'empty' : label;
    return beyond.has(cell) ? 'other' : 'rare';
  };
  const ours = sharesOf(original.values, labelOf);
  const theirs = sharesOf(synthetic, labelOf);
  const order = [
    ...[...shown.values()].map((label) => label || 'empty'),
    'other',
    'rare',
    'missing',
  ];
  return [...new Set(order)]
    .filter((label) => ours.has(label) || theirs.has(label))
    .map((label) => ({
      label,
      original: ours.get(label) ?? 0,
      synthetic: theirs.get(label) ?? 0,
    }));
}

/** Cells that more than 7 rows and at least k subjects hold, the most frequent first. */
function commonCells({ values, subjects }: OwnedCells, k: number): readonly Cell[] {
  const counts = new Map<Cell, number>();
  const holders = new Map<Cell, Set<number>>();
  for (const [at, cell] of values.entries()) {
    if (cell === null) continue;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
    const held = holders.get(cell) ?? new Set();
    if (held.size < k) held.add(subjects[at] ?? 0);
    holders.set(cell, held);
  }
  return [...counts]
    .filter(([cell, count]) => count > RARE_COUNT && (holders.get(cell)?.size ?? 0) >= k)
    .sort(([one, most], [other, least]) => least - most || (String(one) < String(other) ? -1 : 1))
    .map(([cell]) => cell);
}

function sharesOf(
  values: readonly Cell[],
  labelOf: (cell: Cell) => string,
): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const value of values) {
    const label = labelOf(value);
    shares.set(label, (shares.get(label) ?? 0) + 1 / values.length);
  }
  return shares;
}
