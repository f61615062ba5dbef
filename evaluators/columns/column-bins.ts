import { assertNever } from '../../engine/core/invariant.ts';
import type { Cell, ColumnType } from './frame.ts';
import { datetimeEdges, numericEdges } from './quantile-edges.ts';

/** Bins of one column, fitted on the original and used for both sides. */
export type ColumnBins =
  | { readonly kind: 'edges'; readonly edges: readonly number[] }
  | { readonly kind: 'labels'; readonly labels: readonly string[] };

/** Labels that no category of the data may own alone. */
export const SPECIAL_LABELS = ['(empty)', '(other)', '_RARE_', '(n/a)'] as const;

const OTHER = '(other)';
const LEAST_COUNT = 5;

/**
 * Fits the bins of a column.
 *
 * @param values the original's cells, training before holdout (ties go to the first seen)
 * @param bins how many are asked for: 10 for accuracy, 30 for coherence
 */
export function fitBins(type: ColumnType, values: readonly Cell[], bins: number): ColumnBins {
  switch (type) {
    case 'numeric':
      return { kind: 'edges', edges: numericEdges(numbersOf(values), bins) };
    case 'datetime':
      return { kind: 'edges', edges: datetimeEdges(numbersOf(values), bins) };
    case 'categorical':
      return { kind: 'labels', labels: topLabels(values, bins) };
    default:
      return assertNever(type);
  }
}

/** How many codes `encodeBins` may give. */
export function binCount(bins: ColumnBins): number {
  return bins.kind === 'edges' ? bins.edges.length : bins.labels.length;
}

/** Bin of each cell; missing numbers have the last code, numbers outside go to the end bins. */
export function encodeBins(bins: ColumnBins, values: readonly Cell[]): Uint16Array {
  const codes = new Uint16Array(values.length);
  if (bins.kind === 'edges') {
    for (let at = 0; at < codes.length; at += 1) {
      codes[at] = edgeCode(bins.edges, values[at] ?? null);
    }
    return codes;
  }
  const codeOf = new Map(bins.labels.map((label, code) => [label, code]));
  const other = codeOf.get(OTHER) ?? 0;
  for (let at = 0; at < codes.length; at += 1) {
    codes[at] = codeOf.get(labelOf(values[at] ?? null)) ?? other;
  }
  return codes;
}

/** The label under which a category is counted. */
export function labelOf(cell: Cell): string {
  if (cell === null) return '(n/a)';
  return cell === '' ? '(empty)' : String(cell);
}

function edgeCode(edges: readonly number[], cell: Cell): number {
  const intervals = edges.length - 1;
  if (typeof cell !== 'number' || Number.isNaN(cell)) return intervals;
  let low = 0;
  let high = intervals - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (cell >= (edges[middle] as number)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The most frequent categories that at least 5 rows share, then the special ones. */
function topLabels(values: readonly Cell[], bins: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    const label = labelOf(value);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const special: readonly string[] = SPECIAL_LABELS;
  const kept = [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, bins)
    .filter(([label, count]) => count >= LEAST_COUNT && !special.includes(label))
    .map(([label]) => label);
  return [...kept, ...special];
}

function numbersOf(values: readonly Cell[]): readonly number[] {
  return values.filter((value): value is number => typeof value === 'number');
}
