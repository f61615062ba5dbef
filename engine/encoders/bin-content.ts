import { countBelow } from './bin-edges.ts';
import { multiplesWithin } from './number-grid.ts';
import type { NumberTally } from './number-tally.ts';

/** What is known of the inside of a bin. */
export interface BinContent {
  /** Values that at least k subjects share, ascending, with their rows. */
  readonly values: readonly number[];
  readonly weights: readonly number[];
  /**
   * Rows between the knots of the bin, which are its values and the column's exact ones: below the
   * first, between each two, above the last. 0 where too few places lie between.
   */
  readonly gaps: readonly number[];
}

/** What the contents of bins are gathered from. */
export interface ContentTask {
  readonly tally: NumberTally;
  /** Cells that are not kept exactly, ascending. */
  readonly rest: readonly number[];
  readonly exact: readonly number[];
  readonly edges: readonly number[];
  readonly step: number;
  readonly k: number;
  /** Places for a value that a gap has at least, if it is drawn from. */
  readonly places: number;
}

const MAX_KEPT = 4000;
const MAX_BIN = 64;

/** Keeps in each bin the values of k subjects and more, and the rows between them. */
export function binContents(task: ContentTask): BinContent[] {
  const { tally, edges } = task;
  const bins = Math.max(0, edges.length - 1);
  const kept = keptCells(task, bins);
  const drafts = Array.from({ length: bins }, (_, bin) => openBin(task, bin, kept[bin] ?? []));
  for (const at of task.rest) {
    const draft = drafts[binOf(edges, tally.lows[at] as number)];
    if (draft === undefined) continue;
    const value = tally.lows[at] as number;
    const known = countBelow(draft.values, value);
    if (draft.values[known] === value) draft.weights[known] = tally.rows[at] as number;
    else addBetween(draft, value, tally.rows[at] as number);
  }
  return drafts.map((draft, bin) => settleBin(draft, task, bin));
}

interface DraftBin {
  readonly values: number[];
  readonly weights: number[];
  readonly knots: number[];
  readonly gaps: number[];
}

/** By bin: cells of one value that k subjects share, the most frequent ones, ascending. */
function keptCells(task: ContentTask, bins: number): number[][] {
  const { tally, edges, k } = task;
  const outer = edges[edges.length - 1] as number;
  const isKept = (at: number) => {
    const value = tally.lows[at] as number;
    if (value !== tally.highs[at] || (tally.subjects[at] as number) < k) return false;
    return value >= (edges[0] as number) && value < outer;
  };
  const byRows = (a: number, b: number) =>
    (tally.rows[b] as number) - (tally.rows[a] as number) || a - b;
  const lists: number[][] = Array.from({ length: bins }, () => []);
  for (const at of task.rest.filter(isKept).sort(byRows).slice(0, MAX_KEPT)) {
    const list = lists[binOf(edges, tally.lows[at] as number)] ?? [];
    if (list.length < MAX_BIN) list.push(at);
  }
  return lists.map((list) => list.sort((a, b) => a - b));
}

function openBin(task: ContentTask, bin: number, cells: readonly number[]): DraftBin {
  const { tally, edges, exact } = task;
  const [low, high] = [edges[bin] as number, edges[bin + 1] as number];
  const values = cells.map((at) => tally.lows[at] as number);
  const own = exact.slice(countBelow(exact, low), countBelow(exact, high));
  const knots = [...values, ...own].sort((a, b) => a - b);
  return {
    values,
    weights: values.map(() => 0),
    knots,
    gaps: new Array<number>(knots.length + 1).fill(0),
  };
}

function addBetween(draft: DraftBin, value: number, rows: number): void {
  const gap = countBelow(draft.knots, value);
  draft.gaps[gap] = (draft.gaps[gap] as number) + rows;
}

/** A gap of few places would give a rare value away: its rows go to the others in proportion. */
function settleBin(draft: DraftBin, task: ContentTask, bin: number): BinContent {
  const bounds = [task.edges[bin] as number, ...draft.knots, task.edges[bin + 1] as number];
  const gaps = draft.gaps.map((rows, index) => {
    const inclusive = index === 0 ? 0 : 1;
    const places = multiplesWithin(task.step, bounds[index] as number, bounds[index + 1] as number);
    return places - inclusive >= task.places ? rows : 0;
  });
  return { values: draft.values, weights: draft.weights, gaps };
}

/** The bin of a value; values beyond the ends belong to the outermost bins. */
function binOf(edges: readonly number[], value: number): number {
  const found = countBelow(edges, value);
  const at = edges[found] === value ? found : found - 1;
  return Math.max(0, Math.min(edges.length - 2, at));
}
