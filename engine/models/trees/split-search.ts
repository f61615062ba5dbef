import { BinOrder } from './bin-order.ts';
import type { Criterion, NodeRows } from './criterion.ts';
import { SUBSET, SUBSET_BYTES } from './grown-tree.ts';

/** A feature's column over the tree's rows. */
export interface FeatureColumn {
  readonly bins: Uint8Array; // [rows]
  readonly count: number;
  /** The first bins, which have no order among themselves; all of them where nothing has. */
  readonly specials: number;
}

/** What a leaf must hold. */
export interface LeafFloor {
  readonly rows: number;
  readonly subjects: number;
}

/** What the search is for. */
export interface SplitTask {
  readonly columns: readonly FeatureColumn[];
  readonly subjects: Int32Array; // [rows]; rows of a subject stand together
  readonly criterion: Criterion;
  readonly floor: LeafFloor;
  /** Feature that is asked before all others as long as it tells something, -1 for none. */
  readonly anchor: number;
}

/** Rows up to which bins are sorted as they are met, not looked through. */
const FEW_ROWS = 96;

/** Finds the best split of a node that leaves both sides their floor; keeps the best one. */
export class SplitSearch {
  feature = -1;
  gain = 0;
  /** The last bin that goes to the first side, or `SUBSET`. */
  test = 0;
  readonly subset = new Uint8Array(SUBSET_BYTES);
  readonly #task: SplitTask;
  readonly #runs: Int32Array; // [rows of the node]: number of the row's subject in the node
  readonly #bins = new Uint8Array(256); // bins of the node, in the order of the search
  readonly #places = new Uint8Array(256); // by bin: its place in that order
  readonly #binOrder = new BinOrder();
  readonly #earliest = new Int32Array(256); // by place: subjects that first appear there
  readonly #latest = new Int32Array(256);
  readonly #met = new Int32Array(8);
  #rows: NodeRows = { order: new Int32Array(0), from: 0, to: 0 };
  #subjects = 0;
  #bestGain = 0;

  constructor(task: SplitTask) {
    this.#task = task;
    this.#runs = new Int32Array(task.subjects.length);
  }

  /** Turns to a node. @returns false if nothing could be gained */
  open(rows: NodeRows): boolean {
    const { criterion, floor, subjects } = this.#task;
    const { order, from, to } = rows;
    this.#rows = rows;
    this.feature = -1;
    this.gain = 0;
    if (to - from < 2 * floor.rows || !criterion.open(rows)) return false;
    let run = -1;
    let last = -1;
    for (let at = from; at < to; at += 1) {
      const subject = subjects[order[at] as number] as number;
      if (at === from || subject !== last) run += 1;
      last = subject;
      this.#runs[at - from] = run;
    }
    this.#subjects = run + 1;
    return this.#subjects >= floor.subjects;
  }

  /** Tries a feature. @returns false if it is the same in all rows of the node */
  try(feature: number): boolean {
    const { columns, criterion } = this.#task;
    const column = columns[feature] as FeatureColumn;
    criterion.fill(column.bins, this.#rows);
    const met = this.#meetBins(column);
    if (met > 1) {
      if (column.specials < column.count) this.#tryOrdered(feature, column, met);
      else this.#tryUnordered(feature, column, met);
    }
    for (let one = 0; one < met; one += 1) criterion.clear(this.#bins[one] as number);
    return met > 1;
  }

  #tryOrdered(feature: number, column: FeatureColumn, met: number): void {
    this.#scan(feature, column, met);
    const bins = this.#bins;
    for (let one = 1; one < met && (bins[one] as number) < column.specials; one += 1) {
      this.#tryAlone(feature, column, bins[one] as number);
    }
  }

  #tryUnordered(feature: number, column: FeatureColumn, met: number): void {
    const { criterion } = this.#task;
    const { orderings } = criterion;
    for (let ordering = 0; ordering < (met > 2 ? orderings : 1); ordering += 1) {
      this.#binOrder.sort(this.#bins, met, { criterion, ordering });
      this.#scan(feature, column, met);
    }
  }

  /** The node's bins, ascending. @returns how many */
  #meetBins(column: FeatureColumn): number {
    const { counts } = this.#task.criterion;
    const bins = this.#bins;
    let met = 0;
    if (this.#rows.to - this.#rows.from > FEW_ROWS) {
      for (let bin = 0; bin < column.count; bin += 1) {
        bins[met] = bin;
        met += (counts[bin] as number) > 0 ? 1 : 0;
      }
      return met;
    }
    const words = this.#met;
    const { order, from, to } = this.#rows;
    for (let at = from; at < to; at += 1) {
      const bin = column.bins[order[at] as number] as number;
      const word = bin >> 5;
      words[word] = (words[word] as number) | (1 << (bin & 31));
    }
    for (let word = 0; word < 8; word += 1) {
      for (let left = words[word] as number; left !== 0; left &= left - 1) {
        bins[met++] = word * 32 + (31 - Math.clz32(left & -left));
      }
      words[word] = 0;
    }
    return met;
  }

  /** Parts the bins at each place of their order. */
  #scan(feature: number, column: FeatureColumn, met: number): void {
    const best = this.#bestPlace(0, met - 2);
    if (best < 0) return;
    // Subjects are counted only where a feature would win, which few do.
    const { first, last } = this.#legalPlaces(column, met);
    const legal = best >= first && best <= last ? best : this.#bestPlace(first, last);
    if (legal < 0) return;
    this.gain = this.#bestGain;
    this.#keep(feature, column, legal);
  }

  /** The place whose gain is above that of all features so far and the largest, -1 for none. */
  #bestPlace(first: number, last: number): number {
    const { criterion, floor } = this.#task;
    const { counts } = criterion;
    const [bins, least] = [this.#bins, floor.rows];
    const most = this.#rows.to - this.#rows.from - least;
    let [best, bestGain, before] = [-1, this.gain, 0];
    criterion.begin();
    for (let at = 0; at <= last; at += 1) {
      const bin = bins[at] as number;
      before += counts[bin] as number;
      if (before > most) break;
      criterion.move(bin);
      if (at < first || before < least) continue;
      const gain = criterion.gain();
      if (!(gain > bestGain)) continue;
      bestGain = gain;
      best = at;
    }
    this.#bestGain = bestGain;
    return best;
  }

  #keep(feature: number, column: FeatureColumn, best: number): void {
    this.feature = feature;
    this.test = this.#bins[best] as number;
    if (column.specials < column.count) return;
    this.test = SUBSET;
    this.subset.fill(0);
    for (let at = 0; at <= best; at += 1) this.#include(this.#bins[at] as number);
  }

  #include(bin: number): void {
    this.subset[bin >> 3] = (this.subset[bin >> 3] as number) | (1 << (bin & 7));
  }

  /** First and last place where both sides keep enough subjects. */
  #legalPlaces(
    column: FeatureColumn,
    met: number,
  ): { readonly first: number; readonly last: number } {
    const { floor } = this.#task;
    const { order, from, to } = this.#rows;
    // Each row of a side but those that share a subject is a subject of its own.
    if (floor.rows - (to - from - this.#subjects) >= floor.subjects) {
      return { first: 0, last: met - 2 };
    }
    const [places, earliest, latest, runs] = [
      this.#places,
      this.#earliest,
      this.#latest,
      this.#runs,
    ];
    for (let at = 0; at < met; at += 1) places[this.#bins[at] as number] = at;
    earliest.fill(0, 0, met);
    latest.fill(0, 0, met);
    for (let at = from; at < to; ) {
      const run = runs[at - from] as number;
      let [low, high] = [255, 0];
      for (; at < to && runs[at - from] === run; at += 1) {
        const place = places[column.bins[order[at] as number] as number] as number;
        if (place < low) low = place;
        if (place > high) high = place;
      }
      earliest[low] = (earliest[low] as number) + 1;
      latest[high] = (latest[high] as number) + 1;
    }
    return this.#floorPlaces(met);
  }

  #floorPlaces(met: number): { readonly first: number; readonly last: number } {
    const wanted = this.#task.floor.subjects;
    let first = 0;
    for (let sum = this.#earliest[0] as number; sum < wanted && first < met; ) {
      first += 1;
      sum += this.#earliest[first] as number;
    }
    let last = met - 2;
    for (let sum = this.#latest[met - 1] as number; sum < wanted && last >= 0; last -= 1) {
      sum += this.#latest[last] as number;
    }
    return { first, last };
  }

  /** One special bin against all others. */
  #tryAlone(feature: number, column: FeatureColumn, bin: number): void {
    const { criterion, floor } = this.#task;
    const size = this.#rows.to - this.#rows.from;
    const rows = criterion.counts[bin] as number;
    if (rows < floor.rows || size - rows < floor.rows) return;
    criterion.begin();
    criterion.move(bin);
    const gain = criterion.gain();
    if (!(gain > this.gain) || !this.#isLegalAlone(column, bin)) return;
    this.gain = gain;
    this.feature = feature;
    this.test = SUBSET;
    this.subset.fill(0);
    this.#include(bin);
  }

  #isLegalAlone(column: FeatureColumn, bin: number): boolean {
    const { order, from, to } = this.#rows;
    let [inside, outside, lastInside, lastOutside] = [0, 0, -1, -1];
    for (let at = from; at < to; at += 1) {
      const run = this.#runs[at - from] as number;
      if (column.bins[order[at] as number] === bin) {
        inside += run === lastInside ? 0 : 1;
        lastInside = run;
      } else {
        outside += run === lastOutside ? 0 : 1;
        lastOutside = run;
      }
    }
    return Math.min(inside, outside) >= this.#task.floor.subjects;
  }
}
