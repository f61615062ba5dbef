import { IncomputableMetricError } from '../../engine/core/errors.ts';
import { createRandom, type Random } from '../../engine/core/random.ts';
import { type Cell, type Frame, type FrameColumn, matchingColumn } from '../columns/frame.ts';
import type { Points } from '../distances/points.ts';
import { fitLabels } from './label-embedding.ts';
import { fitQuantiles } from './quantile-transform.ts';

/** Columns that enter, in training order. */
export const MOST_COLUMNS = 300;

/** The sides of a comparison, with the same columns. */
export interface Frames {
  readonly training: Frame;
  readonly holdout: Frame | null;
  readonly synthetic: Frame;
}

/** Dimensions that a column fills. */
export interface EmbeddedColumn {
  readonly name: string;
  readonly dimensions: readonly number[];
}

/** Turns rows into points of length 1. */
export interface RowEmbedding {
  readonly dimensions: number;
  /** Which dimensions belong to which column: numbers first, then labels. */
  readonly groups: readonly EmbeddedColumn[];
  /** @throws IncomputableMetricError if the frame lacks a column */
  embed(frame: Frame): Points;
}

/**
 * Fits the embedding of rows on training and holdout; the synthetic side is only looked up.
 *
 * Numbers and times: their quantile less ½; missing is 0, with a flag of ±½ where training or
 * holdout miss values. Labels: two to four coordinates. The first 300 columns in training order
 * enter; every row is scaled to length 1.
 *
 * @param frames target columns only; more than 10,000 rows are thinned for the quantiles
 * @param random draws those rows
 * @throws IncomputableMetricError without columns
 * @see docs/methods/similarity-and-distances.md, rows as points
 */
export function fitRowEmbedding(
  { training, holdout }: Frames,
  random: Random = createRandom(0, 'row embedding'),
): RowEmbedding {
  const columns = training.columns.slice(0, MOST_COLUMNS);
  if (columns.length === 0) {
    throw new IncomputableMetricError('row embedding: no columns: 0; give at least one', {});
  }
  const fitted = [...columns.filter(isNumeric), ...columns.filter((one) => !isNumeric(one))].map(
    (column): FittedColumn => {
      const held = holdout === null ? [] : matchingColumn(holdout, column).values;
      const cells = [...column.values, ...held];
      return isNumeric(column)
        ? fitNumbers(column, cells, random.split('quantiles', column.name))
        : fitLabelColumn(column, cells);
    },
  );
  let dimensions = 0;
  const groups = fitted.map(({ column, width }) => {
    dimensions += width;
    const from = dimensions - width;
    return { name: column.name, dimensions: Array.from({ length: width }, (_, at) => from + at) };
  });
  return { dimensions, groups, embed: (frame) => embedRows(frame, fitted, dimensions) };
}

interface FittedColumn {
  readonly column: FrameColumn;
  readonly width: number;
  /** Writes a cell's coordinates from the given place on. */
  write(cell: Cell, row: Float64Array, from: number): void;
}

function isNumeric({ type }: FrameColumn): boolean {
  return type !== 'categorical';
}

function fitNumbers(column: FrameColumn, cells: readonly Cell[], random: Random): FittedColumn {
  const transform = fitQuantiles(Float64Array.from(cells, numberOf), random);
  const flagged = cells.some((cell) => Number.isNaN(numberOf(cell)));
  return {
    column,
    width: flagged ? 2 : 1,
    write(cell, row, from) {
      const position = transform(numberOf(cell));
      const isMissing = Number.isNaN(position);
      row[from] = isMissing ? 0 : position - 0.5;
      if (flagged) row[from + 1] = isMissing ? 0.5 : -0.5;
    },
  };
}

/** What does not read as a number counts as missing. */
function numberOf(cell: Cell): number {
  return cell === null || cell === '' ? Number.NaN : Number(cell);
}

function fitLabelColumn(column: FrameColumn, cells: readonly Cell[]): FittedColumn {
  const { dimensions, embed } = fitLabels(cells);
  return { column, width: dimensions, write: (cell, row, from) => row.set(embed(cell), from) };
}

function embedRows(frame: Frame, fitted: readonly FittedColumn[], dimensions: number): Points {
  const cells = fitted.map(({ column }) => matchingColumn(frame, column).values);
  const values = new Float32Array(frame.rows * dimensions);
  const point = new Float64Array(dimensions);
  for (let row = 0; row < frame.rows; row += 1) {
    let from = 0;
    for (const [at, { width, write }] of fitted.entries()) {
      write(cells[at]?.[row] ?? null, point, from);
      from += width;
    }
    writeUnit(point, values, row * dimensions);
  }
  return { rows: frame.rows, dimensions, values };
}

/** A row of zeros stays one. */
function writeUnit(point: Float64Array, values: Float32Array, from: number): void {
  let squares = 0;
  for (const value of point) squares += value * value;
  const factor = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  for (let at = 0; at < point.length; at += 1) values[from + at] = (point[at] as number) * factor;
}
