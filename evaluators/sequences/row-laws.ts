import type { Random } from '../../engine/core/random.ts';
import { accuracyOf, firstShareLikeness } from '../ceiling/cell-likeness.ts';
import type { CellLaw } from '../ceiling/score-cells.ts';
import { gatherCells, type SubjectCells } from '../ceiling/subject-cells.ts';
import { DEGREE_CELLS, degreeAccuracy, degreeCell } from '../links/degree-cells.ts';
import { LAG_BINS, lagBin, ZERO_LAG_BIN } from './lag-bins.ts';
import type { AddressColumn, PacedRows, PacedSides } from './paced-rows.ts';

const HOUR_US = 3_600_000_000;
const HOURS = 24;

/** Accuracy over the lag bins of the gaps between a subject's neighbouring rows (ITT). */
export function gapLaw(rows: PacedSides<PacedRows>): CellLaw {
  const cells = onSides(rows, (side) => gapCells(side, lagBin, LAG_BINS));
  return { name: 'gaps', size: LAG_BINS, ...cells, likeness: accuracyOf };
}

/** One less the gap of the share of neighbours with equal stamps. */
export function tieLaw(rows: PacedSides<PacedRows>): CellLaw {
  const isTie = (gapMs: number) => (lagBin(gapMs) === ZERO_LAG_BIN ? 0 : 1);
  const cells = onSides(rows, (side) => gapCells(side, isTie, 2));
  return { name: 'ties', size: 2, ...cells, likeness: firstShareLikeness };
}

/** Accuracy over the hours of the day (UTC); the floor spreads rows evenly over the whole span. */
export function hourLaw({ original, synthetic }: PacedSides<PacedRows>, random: Random): CellLaw {
  return {
    name: 'hours',
    size: HOURS,
    original: hourCells(original),
    synthetic: hourCells(synthetic),
    naive: hourCells(spread(original, random)),
    likeness: accuracyOf,
  };
}

/** Accuracy of the distinct addresses a subject with rows meets; the floor shuffles the column. */
export function distinctLaw(column: AddressColumn, rows: PacedSides<PacedRows>): CellLaw {
  const cellsOf = (side: keyof PacedSides<unknown>) => distinctCells(rows[side], column[side]);
  return {
    name: column.name,
    size: DEGREE_CELLS,
    original: cellsOf('original'),
    synthetic: cellsOf('synthetic'),
    naive: cellsOf('naive'),
    likeness: degreeAccuracy,
  };
}

/** Share of neighbouring rows of a subject whose times run backwards; 0 of none. */
export function orderViolations({ subject, timesUs }: PacedRows): number {
  let [neighbours, violations] = [0, 0];
  for (let row = 1; row < subject.length; row += 1) {
    if (subject[row] !== subject[row - 1]) continue;
    neighbours += 1;
    if ((timesUs[row] as number) < (timesUs[row - 1] as number)) violations += 1;
  }
  return neighbours === 0 ? 0 : violations / neighbours;
}

function gapCells(
  { subjects, subject, timesUs }: PacedRows,
  cellOf: (gapMs: number) => number,
  size: number,
): SubjectCells {
  const cell = new Int32Array(subject.length).fill(-1);
  for (let row = 1; row < cell.length; row += 1) {
    const gapMs = ((timesUs[row] as number) - (timesUs[row - 1] as number)) / 1000;
    if (subject[row] === subject[row - 1] && !Number.isNaN(gapMs)) cell[row] = cellOf(gapMs);
  }
  return gatherCells({ subject, cell }, { subjects, size });
}

function hourCells({ subjects, subject, timesUs }: PacedRows): SubjectCells {
  const cell = Int32Array.from(timesUs, (time) =>
    Number.isNaN(time) ? -1 : ((Math.floor(time / HOUR_US) % HOURS) + HOURS) % HOURS,
  );
  return gatherCells({ subject, cell }, { subjects, size: HOURS });
}

/** Rows at any time between the first and the last of all. */
function spread(rows: PacedRows, random: Random): PacedRows {
  const [first, last] = rows.timesUs.reduce(
    ([low, high], time) =>
      Number.isNaN(time) ? [low, high] : [Math.min(low, time), Math.max(high, time)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as readonly [number, number],
  );
  return { ...rows, timesUs: rows.timesUs.map(() => first + random.next() * (last - first)) };
}

function distinctCells({ subjects, subject }: PacedRows, codes: Int32Array): SubjectCells {
  const owners: number[] = [];
  const cell: number[] = [];
  for (let from = 0; from < subject.length; ) {
    const met = new Set<number>();
    let to = from;
    for (; to < subject.length && subject[to] === subject[from]; to += 1) {
      if ((codes[to] as number) >= 0) met.add(codes[to] as number);
    }
    owners.push(subject[from] as number);
    cell.push(degreeCell(met.size));
    from = to;
  }
  return gatherCells({ subject: owners, cell }, { subjects, size: DEGREE_CELLS });
}

function onSides<T, U>(sides: PacedSides<T>, of: (side: T) => U): PacedSides<U> {
  return {
    original: of(sides.original),
    synthetic: of(sides.synthetic),
    naive: of(sides.naive),
  };
}
