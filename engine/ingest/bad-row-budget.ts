import { TooManyBadRowsError } from '../core/errors.ts';

/** Bad rows from which on they are judged before the end. */
const EARLY_BAD_ROWS = 1000;

/** How many bad rows are allowed, and whose they are. */
export interface BadRowLimit {
  /** The file or the source, named in the error. */
  readonly place: string;
  /** Highest share of bad rows among the good and the bad, 0..1. */
  readonly maxBad: number;
}

/** Counts rows, and stops the reading where too many are bad. */
export interface BadRowBudget {
  /** Adds a batch. @throws TooManyBadRowsError if over 1,000 rows are bad, and over the limit */
  add(good: number, bad: number): void;
  /** Tells that all rows are in. @throws TooManyBadRowsError if the bad ones are over the limit */
  finish(): void;
}

/** Opens a budget; fewer than 1,000 bad rows are judged at the end only. */
export function createBadRowBudget(limit: BadRowLimit): BadRowBudget {
  let good = 0;
  let bad = 0;
  return {
    add: (moreGood, moreBad) => {
      good += moreGood;
      bad += moreBad;
      if (bad > EARLY_BAD_ROWS) judge(limit, good, bad);
    },
    finish: () => judge(limit, good, bad),
  };
}

function judge({ place, maxBad }: BadRowLimit, good: number, bad: number): void {
  const rows = good + bad;
  const share = rows === 0 ? 0 : bad / rows;
  if (share <= maxBad) return;
  const counts = `${bad} of ${rows} (${percent(share)}, at most ${percent(maxBad)})`;
  throw new TooManyBadRowsError(
    `${place}: too many bad rows: ${counts}; see the quarantine folder, check the format, or ` +
      'raise ingest.maxBad',
    { place, bad, good, share, maxBad },
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
