/** Thresholds of |lag| in milliseconds: 0, 1, 2, 5, 10, 20, 50, ... up to 50,000 s. */
export const LAG_THRESHOLDS_MS: readonly number[] = [
  0,
  ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power)),
];

const LEVELS = LAG_THRESHOLDS_MS.length;

/** Number of signed lag bins: negative levels, exactly zero, positive levels. */
export const LAG_BINS = 2 * LEVELS + 1;

/** The bin of exactly zero. */
export const ZERO_LAG_BIN = LEVELS;

/** Bin of a signed lag: its sign and the highest threshold that |lag| reaches. */
export function lagBin(lagMs: number): number {
  if (lagMs === 0) return ZERO_LAG_BIN;
  const size = Math.abs(lagMs);
  let level = 0;
  while (level + 1 < LEVELS && size >= (LAG_THRESHOLDS_MS[level + 1] as number)) level += 1;
  return lagMs > 0 ? ZERO_LAG_BIN + 1 + level : ZERO_LAG_BIN - 1 - level;
}

/** Counts by lag bin. */
export type LagCounts = Float64Array; // [LAG_BINS]

/** Counts of no lag. */
export function emptyLagCounts(): LagCounts {
  return new Float64Array(LAG_BINS);
}

/** Adds one lag. */
export function countLag(counts: LagCounts, lagMs: number): void {
  const bin = lagBin(lagMs);
  counts[bin] = (counts[bin] as number) + 1;
}

/** Least |lag| of a bin in milliseconds, with the sign of the bin; 0 for the zero bin. */
export function lagBinStart(bin: number): number {
  if (bin === ZERO_LAG_BIN) return 0;
  const level = Math.abs(bin - ZERO_LAG_BIN) - 1;
  return Math.sign(bin - ZERO_LAG_BIN) * (LAG_THRESHOLDS_MS[level] as number);
}

/** Names of the lag bins by their least |lag|, e.g. `-5 ms`, `0`, `+2 s`. */
export function lagBinLabels(): readonly string[] {
  return Array.from({ length: LAG_BINS }, (_, bin) => {
    if (bin === ZERO_LAG_BIN) return '0';
    const sign = bin > ZERO_LAG_BIN ? '+' : '−';
    return sign + writeMs(Math.abs(lagBinStart(bin)));
  });
}

function writeMs(ms: number): string {
  if (ms === 0) return '<1 ms';
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}
