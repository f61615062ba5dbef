import { labelOf } from '../columns/column-bins.ts';
import type { Cell } from '../columns/frame.ts';
import { leadingEigenvectors } from './leading-eigenvectors.ts';
import { embedString, STRING_DIMENSIONS } from './string-embedding.ts';

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

function fitComponents(vectors: readonly Float64Array[], count: number) {
  const size = STRING_DIMENSIONS;
  const mean = new Float64Array(size);
  for (const vector of vectors) {
    for (let at = 0; at < size; at += 1) {
      mean[at] = (mean[at] as number) + (vector[at] as number) / vectors.length;
    }
  }
  const axes = leadingEigenvectors(covarianceOf(vectors, mean), size, count).vectors;
  return (vector: Float64Array): Float64Array =>
    Float64Array.from({ length: count }, (_, axis) => {
      let sum = 0;
      for (let at = 0; at < size; at += 1) {
        sum += ((vector[at] as number) - (mean[at] as number)) * (axes[axis * size + at] as number);
      }
      return sum;
    });
}

function covarianceOf(vectors: readonly Float64Array[], mean: Float64Array): Float64Array {
  const size = mean.length;
  const covariance = new Float64Array(size * size);
  for (const vector of vectors) {
    const centred = vector.map((value, at) => value - (mean[at] as number));
    for (let row = 0; row < size; row += 1) {
      const left = centred[row] as number;
      if (left === 0) continue;
      for (let column = 0; column <= row; column += 1) {
        const at = row * size + column;
        covariance[at] = (covariance[at] as number) + left * (centred[column] as number);
      }
    }
  }
  for (let row = 0; row < size; row += 1) {
    for (let column = row + 1; column < size; column += 1) {
      covariance[row * size + column] = covariance[column * size + row] as number;
    }
  }
  return covariance;
}
