import type { Criterion } from './criterion.ts';

/** Bins up to which they are sorted one by one. */
const FEW_BINS = 12;
/** Steps that scores of -1..1 are told apart in; less than there are bins. */
const BUCKETS = 129;
const HALF = 64;

/** What bins are sorted by. */
export interface BinScores {
  readonly criterion: Criterion;
  readonly ordering: number;
}

/** Sorts bins by what their rows have in common; a class, because its buffers live long. */
export class BinOrder {
  readonly #scores = new Float64Array(256);
  readonly #spare = new Uint8Array(256);
  readonly #buckets = new Int32Array(256);
  readonly #bucketOf = new Uint8Array(256);

  /** Sorts the first `met` bins in place: few exactly, many to the 64th part of a score. */
  sort(bins: Uint8Array, met: number, by: BinScores): void {
    if (met > FEW_BINS) this.#sortMany(bins, met, by);
    else this.#sortFew(bins, met, by);
  }

  #sortFew(bins: Uint8Array, met: number, { criterion, ordering }: BinScores): void {
    const scores = this.#scores;
    for (let one = 0; one < met; one += 1) {
      const bin = bins[one] as number;
      const score = criterion.score(bin, ordering);
      let at = one;
      for (; at > 0 && (scores[at - 1] as number) > score; at -= 1) {
        scores[at] = scores[at - 1] as number;
        bins[at] = bins[at - 1] as number;
      }
      scores[at] = score;
      bins[at] = bin;
    }
  }

  /** In time that grows with the number of bins only. */
  #sortMany(bins: Uint8Array, met: number, { criterion, ordering }: BinScores): void {
    const [spare, buckets, bucketOf] = [this.#spare, this.#buckets, this.#bucketOf];
    buckets.fill(0, 0, BUCKETS + 1);
    for (let one = 0; one < met; one += 1) {
      const bin = bins[one] as number;
      const bucket = Math.floor((criterion.score(bin, ordering) + 1) * HALF);
      spare[one] = bin;
      bucketOf[one] = bucket;
      buckets[bucket + 1] = (buckets[bucket + 1] as number) + 1;
    }
    for (let one = 1; one < BUCKETS; one += 1) {
      buckets[one] = (buckets[one] as number) + (buckets[one - 1] as number);
    }
    for (let one = 0; one < met; one += 1) {
      const bucket = bucketOf[one] as number;
      const at = buckets[bucket] as number;
      bins[at] = spare[one] as number;
      buckets[bucket] = at + 1;
    }
  }
}
