import { labelOf } from '../columns/column-bins.ts';
import type { Cell } from '../columns/frame.ts';
import { fitComponents } from './principal-components.ts';
import { embedString } from './string-embedding.ts';

/** What stands for a synthetic label that no original row holds. */
export const RARE_LABEL = '_RARE_';

const MOST_FITTED = 2_000;

/** Labels of a column as a few coordinates. */
export interface LabelEmbedding {
  readonly dimensions: number;
  /** Coordinates of a cell; those of `_RARE_` for labels that were not fitted. */
  embed(cell: Cell): Float64Array; // [dimensions]
}

/**
 * Fits the embedding of a column's labels on the original.
 *
 * The principal components of the distinct labels' vectors and that of `_RARE_`, each once: 2 for
 * up to 20 labels, 3 for up to 100, else 4. With more than 2,000 labels the components are those of
 * the 2,000 most frequent ones; the others are projected alike.
 *
 * @param cells training, then holdout; missing cells are the label `(n/a)`, empty ones `(empty)`
 */
export function fitLabels(cells: readonly Cell[]): LabelEmbedding {
  const labels = byFrequency(cells);
  const dimensions = labels.length <= 20 ? 2 : labels.length <= 100 ? 3 : 4;
  const fitted = [...labels.slice(0, MOST_FITTED), RARE_LABEL];
  const project = fitComponents(fitted.map(embedString), dimensions);
  const coordinates = new Map<string, Float64Array>();
  for (const label of [...labels, RARE_LABEL]) coordinates.set(label, project(embedString(label)));
  const rare = coordinates.get(RARE_LABEL) ?? new Float64Array(dimensions);
  return { dimensions, embed: (cell) => coordinates.get(labelOf(cell)) ?? rare };
}

/** Distinct labels, the most frequent first; ties go to the first seen. */
function byFrequency(cells: readonly Cell[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const label = labelOf(cell);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([label]) => label);
}
