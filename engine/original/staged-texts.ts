import type { Row, Value } from '../core/row.ts';

/** Fields of events whose long texts come again and again: call traces, digests. */
export const SHARED_FIELDS = ['value', 'hashes'] as const;

/** Distinct texts that one file shares at most; later ones stay in their rows. */
const MOST_TEXTS = 8192;
/** Shorter texts cost no more than the number that would stand for them. */
const LEAST_LENGTH = 24;

/** Long texts of one file that staging keeps once. */
export interface StagedTexts {
  /** The cells of a shared field: the text itself and null, or null and the shared text's id. */
  cellsOf(text: Value): readonly [text: Value, id: number | null];
  /** Rows of `staging_texts` for all that was shared. */
  rows(): Row[];
}

/**
 * Collects the texts that the rows of a file share. Memory: 8192 texts.
 *
 * Four of five Sysmon events of a full policy carry a call trace of about 500 characters, of which
 * a capture has a few hundred different ones.
 *
 * @param firstId id of the first shared text
 */
export function createStagedTexts(firstId: number): StagedTexts {
  const ids = new Map<string, number>();
  const shared = (id: number) => [null, id] as const;
  return {
    cellsOf: (text) => {
      if (typeof text !== 'string' || text.length < LEAST_LENGTH) return [text, null];
      const known = ids.get(text);
      if (known !== undefined) return shared(known);
      if (ids.size >= MOST_TEXTS) return [text, null];
      ids.set(text, firstId + ids.size);
      return shared(firstId + ids.size - 1);
    },
    rows: () => [...ids].map(([text, id]) => [id, text]),
  };
}
