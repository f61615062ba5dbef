import { accuracyOf } from '../ceiling/cell-likeness.ts';
import { degreeBin, degreeLabel } from './degree-bins.ts';

/** Whole numbers up to here have a cell each. */
const EXACT = 64;

/** Cells for each doubling above. */
const STEPS = 8;
const DOUBLINGS = 34;

/** Number of cells of a degree: 0 to 64 each by itself, then eight a doubling, up to 2^40. */
export const DEGREE_CELLS = EXACT + 1 + STEPS * DOUBLINGS;

/** Degree bins of these cells: 0, 1, 2, 3, 4, 5-8, 9-16, … */
const COARSE_BINS = degreeBin(EXACT) + DOUBLINGS + 1;

/** Cell of a whole number, 0 and up; in ascending order, and each within one degree bin. */
export function degreeCell(degree: number): number {
  if (degree <= EXACT) return degree;
  const step = Math.ceil(STEPS * Math.log2(degree / EXACT) - 1e-9);
  return EXACT + Math.min(STEPS * DOUBLINGS, Math.max(1, step));
}

/** Greatest number of a cell. */
export function degreeOfCell(cell: number): number {
  return cell <= EXACT ? cell : Math.floor(EXACT * 2 ** ((cell - EXACT) / STEPS));
}

/** Sums of the cells of each degree bin. */
export function coarseDegrees(cells: Float64Array): Float64Array {
  const bins = new Float64Array(COARSE_BINS);
  for (let cell = 0; cell < cells.length; cell += 1) {
    const bin =
      cell <= EXACT ? degreeBin(cell) : degreeBin(EXACT) + Math.ceil((cell - EXACT) / STEPS);
    bins[bin] = (bins[bin] as number) + (cells[cell] as number);
  }
  return bins;
}

/** Names of the degree bins. */
export function coarseLabels(): readonly string[] {
  return Array.from({ length: COARSE_BINS }, (_, bin) => degreeLabel(bin));
}

/** Accuracy over degree bins. @throws IncomputableMetricError if a side is empty */
export function degreeAccuracy(one: Float64Array, other: Float64Array): number {
  return accuracyOf(coarseDegrees(one), coarseDegrees(other));
}

/** The least number that at least a share of the counted things does not exceed; 0 of none. */
export function degreeQuantile(cells: Float64Array, share: number): number {
  const wanted = share * cells.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (let cell = 0; cell < cells.length; cell += 1) {
    sum += cells[cell] as number;
    if (sum > 0 && sum >= wanted - 1e-9) return degreeOfCell(cell);
  }
  return 0;
}
