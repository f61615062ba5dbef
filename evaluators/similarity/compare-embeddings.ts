import type { KeyedFrames } from '../embeddings/equal-samples.ts';
import { type CompareOptions, type ExaminedFrames, examineFrames } from './examine-frames.ts';

/** What the embeddings of three sides say; each part may refuse. */
export interface EmbeddingComparison extends Pick<ExaminedFrames, 'similarity' | 'distances'> {
  /** Rows a side that were compared; 0 where they are too few. */
  readonly rows: number;
  readonly notes: readonly string[];
}

/** Says what differs from the reference whose figures these are. */
export const EMBEDDING_NOTE =
  'similarity and distances: texts are embedded by hashed runs of characters and parts of paths ' +
  'and names, not by a language model, so figures of tables with texts differ from those of ' +
  'mostlyai-qa';

/**
 * Similarity and distances of one table: synthetic against training, with the holdout beside it.
 *
 * Without a holdout there is no share of closer rows and no figure of the holdout.
 *
 * @param sides target columns; with the subject of each row where rows are sequences
 * @see docs/methods/similarity-and-distances.md
 */
export function compareEmbeddings(
  sides: KeyedFrames,
  options: CompareOptions,
): EmbeddingComparison {
  const { embedded, similarity, distances } = examineFrames(sides, options);
  const rows = embedded.ok ? embedded.value.training.points.rows : 0;
  return { similarity, distances, rows, notes: [EMBEDDING_NOTE] };
}
