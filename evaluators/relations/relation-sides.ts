import type { Random } from '../../engine/core/random.ts';
import { drawHalves } from '../ceiling/halves.ts';
import {
  type NaiveSample,
  permutedLinks,
  randomKeys,
  shuffledColumns,
} from '../ceiling/naive-samples.ts';
import { createCodebook } from './codebook.ts';
import { type FlatSample, flattenSample, withoutColumns } from './flat-sample.ts';
import type { Sides } from './subject-sample.ts';
import type { FlatSides } from './tried-comparisons.ts';

/** Disjoint halves behind the ceilings of likenesses. */
export const HALVES = 20;

const MOST_SINGLES = 0.05;

/** Both sides laid flat, and the original as naive generators would write it. */
export interface RelationSides extends FlatSides {
  readonly naive: {
    readonly shuffled: FlatSample;
    readonly permuted: FlatSample;
    readonly dealt: FlatSample;
  };
  /** Columns that hold text rather than labels and are left out, as `table.column`. */
  readonly texts: readonly string[];
}

/** Lays both sides flat and makes the naive ones. */
export function relationSides({ original, synthetic }: Sides, random: Random): RelationSides {
  const codebook = createCodebook();
  const first = flattenSample(original, codebook);
  const texts = textsOf(first);
  const left = new Set(texts);
  const flat = (naive: NaiveSample, name: string) =>
    withoutColumns(flattenSample(naive(original, random.split('naive', name)), codebook), left);
  return {
    original: withoutColumns(first, left),
    synthetic: withoutColumns(flattenSample(synthetic, codebook), left),
    halves: drawHalves(first.subjects, HALVES, random),
    naive: {
      shuffled: flat(shuffledColumns, 'shuffled'),
      permuted: flat(permutedLinks, 'permuted'),
      dealt: flat(randomKeys, 'dealt'),
    },
    texts,
  };
}

/** Free texts, and paths of which over 5 % of the present cells occur once. */
function textsOf(flat: FlatSample): readonly string[] {
  return [...flat.tables.values()].flatMap((table) =>
    table.columns
      .filter(({ kind, values }) => kind === 'text' || (kind === 'path' && isTextual(values)))
      .map(({ name }) => `${table.name}.${name}`),
  );
}

function isTextual(values: Float64Array): boolean {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const singles = sorted.filter(
    (value, at) => value !== sorted[at - 1] && value !== sorted[at + 1],
  );
  return singles.length > MOST_SINGLES * sorted.length;
}
