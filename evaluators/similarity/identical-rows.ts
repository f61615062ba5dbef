import { type Cell, type Frame, matchingColumn } from '../columns/frame.ts';
import {
  type KeyedFrame,
  type KeyedFrames,
  withSequenceLength,
} from '../embeddings/equal-samples.ts';
import { MOST_COLUMNS } from '../embeddings/row-embedding.ts';

/** Identical rows among every training row, whatever the sizes of the other sides. */
export interface IdenticalRows {
  /** Share of synthetic rows that equal a training row in all columns. */
  readonly synthetic: number;
  /** The same of holdout rows; null without any. */
  readonly holdout: number | null;
  /** Rows that were looked for, and rows that they were looked for among. */
  readonly rows: { readonly synthetic: number; readonly training: number };
}

/**
 * Looks for rows of the other sides among all rows of training, cell by cell.
 *
 * A search among as few training rows as the holdout has misses most copies; equality needs no
 * distances, so that every row can enter. The columns are those of the embedding, with the length of
 * the subject where rows are sequences.
 *
 * @throws IncomputableMetricError if a side lacks a column
 */
export function identicalRows({ training, holdout, synthetic }: KeyedFrames): IdenticalRows {
  const model = withSequenceLength(training);
  const known = new Set(rowKeys(model, model));
  const shareOf = (side: KeyedFrame): number => {
    const keys = rowKeys(withSequenceLength(side), model);
    return keys.reduce((sum, key) => sum + Number(known.has(key)), 0) / keys.length;
  };
  return {
    synthetic: shareOf(synthetic),
    holdout: holdout === null || holdout.frame.rows === 0 ? null : shareOf(holdout),
    rows: { synthetic: synthetic.frame.rows, training: training.frame.rows },
  };
}

/** A text for each row, equal where all cells are, over the columns of the model. */
function rowKeys(frame: Frame, model: Frame): readonly string[] {
  const columns = model.columns.slice(0, MOST_COLUMNS).map((column) => {
    const isNumeric = column.type !== 'categorical';
    return { isNumeric, values: matchingColumn(frame, column).values };
  });
  return Array.from({ length: frame.rows }, (_, row) =>
    columns.map(({ values, isNumeric }) => cellKey(values[row] ?? null, isNumeric)).join('\u0000'),
  );
}

/** What does not read as a number counts as missing, as in the embedding. */
function cellKey(cell: Cell, isNumeric: boolean): string {
  if (!isNumeric) return cell === null ? '\u0001' : String(cell);
  return cell === null || cell === '' ? 'NaN' : String(Number(cell));
}
