import { TooManyBadRowsError } from '../core/errors.ts';

/** Bad rows from which on a file is judged before its end. */
const EARLY_BAD_ROWS = 1000;

/** How many bad rows one file may have. */
export interface BadRowLimit {
  /** The file, named in the error. */
  readonly file: string;
  /** Highest share of bad rows among the good and the bad, 0..1. */
  readonly maxBad: number;
}

/** Counts the rows of one file and stops it where too many are bad. */
export class BadRowBudget {
  readonly #limit: BadRowLimit;
  #good = 0;
  #bad = 0;

  constructor(limit: BadRowLimit) {
    this.#limit = limit;
  }

  /** Rows so far. */
  get counts(): { readonly good: number; readonly bad: number } {
    return { good: this.#good, bad: this.#bad };
  }

  /** Adds a batch. @throws TooManyBadRowsError if more than 1,000 rows are bad, over the limit */
  add(good: number, bad: number): void {
    this.#good += good;
    this.#bad += bad;
    if (this.#bad > EARLY_BAD_ROWS) this.#judge();
  }

  /** Tells that the file has ended. @throws TooManyBadRowsError if its share is over the limit */
  finish(): void {
    this.#judge();
  }

  #judge(): void {
    const { file, maxBad } = this.#limit;
    const rows = this.#good + this.#bad;
    const share = rows === 0 ? 0 : this.#bad / rows;
    if (share <= maxBad) return;
    const counts = `${this.#bad} of ${rows} (${percent(share)}, at most ${percent(maxBad)})`;
    throw new TooManyBadRowsError(
      `${file}: too many bad rows: ${counts}; see the quarantine file, check the format, or raise ` +
        'ingest.maxBad',
      { file, bad: this.#bad, good: this.#good, share, maxBad },
    );
  }
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
