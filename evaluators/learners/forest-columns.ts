import {
  type BinEdges,
  BYTE_BINS,
  edgesOf,
  fitBinEdges,
  WORD_BINS,
  wordCodes,
} from './feature-bins.ts';
import type { FeatureMatrix } from './feature-matrix.ts';
import { PLACE_BITS } from './sort-keys.ts';

/**
 * Features of a forest in two resolutions: nodes of many rows look at 255 bins, nodes of few rows
 * at every distinct value (up to 65,535), so that leaves are as exact as with sorted values.
 */
export interface ForestColumns {
  readonly rows: number;
  readonly fine: readonly Uint16Array[]; // [features][rows]
  readonly fineBins: Int32Array; // [features], missing values not counted
  readonly coarse: readonly Uint8Array[]; // [features][rows]
  /** Last fine code of each coarse one. */
  readonly ends: readonly Uint16Array[]; // [features][coarse bins]
}

/** The columns with the edges of the fine bins. */
export function codeForestColumns(features: FeatureMatrix): {
  readonly columns: ForestColumns;
  readonly edges: readonly BinEdges[];
} {
  const edges = fitBinEdges(features, WORD_BINS);
  const { columns: fine, bins: fineBins, rows } = wordCodes(edges, features);
  const ends = fine.map((codes, at) => coarseEnds(codes, fineBins[at] as number));
  const coarse = fine.map((codes, at) => coarseCodes(codes, ends[at] as Uint16Array));
  return { columns: { rows, fine, fineBins, coarse, ends }, edges };
}

/** Nodes of fewer rows are split between any two values, others between bins. */
export const FEW_ROWS = 1 << PLACE_BITS;

/** Features of so few values cost less to count than to sort. */
const FEW_BINS = 24;

/** True where a node's rows are better sorted by fine code than counted by coarse code. */
export function isFewRows({ fineBins }: ForestColumns, feature: number, rows: number): boolean {
  return rows < FEW_ROWS && (fineBins[feature] as number) > Math.min(FEW_BINS, rows);
}

/** Features that are not the same in all rows. */
export function varyingFeatures({ fine, fineBins }: ForestColumns): Int32Array {
  const varies = (codes: Uint16Array, at: number) =>
    (fineBins[at] as number) > 1 || codes.some((code) => code !== codes[0]);
  return Int32Array.from(fine.keys()).filter((at) => varies(fine[at] as Uint16Array, at));
}

function coarseEnds(codes: Uint16Array, bins: number): Uint16Array {
  const counts = new Int32Array(bins + 1);
  for (const code of codes) counts[code] = (counts[code] as number) + 1;
  const values = Float64Array.from({ length: bins }, (_, code) => code);
  const edges = edgesOf(values, counts.subarray(0, bins), BYTE_BINS);
  return Uint16Array.from([...edges.map(Math.floor), bins - 1]);
}

function coarseCodes(codes: Uint16Array, ends: Uint16Array): Uint8Array {
  const last = ends.at(-1) as number;
  const coarse = new Uint8Array(last + 2);
  for (let code = 0, at = 0; code <= last; code += 1) {
    if (code > (ends[at] as number)) at += 1;
    coarse[code] = at;
  }
  coarse[last + 1] = ends.length; // missing
  return Uint8Array.from(codes, (code) => coarse[code] as number);
}
