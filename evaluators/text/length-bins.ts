/** Lower edges of the bins of a length or a depth: 0 to 8 alone, then four an octave up to 4096. */
const EDGES: readonly number[] = [
  ...Array.from({ length: 8 }, (_, length) => length),
  ...Array.from({ length: 9 }, (_, octave) =>
    [4, 5, 6, 7].map((part) => part * 2 ** (octave + 1)),
  ).flat(),
  4096,
];

/** Number of bins. */
export const LENGTH_BINS = EDGES.length;

/** Bin of a whole number, 0 and up. */
export function lengthBin(length: number): number {
  const next = EDGES.findIndex((edge) => edge > length);
  return next < 0 ? LENGTH_BINS - 1 : Math.max(0, next - 1);
}

/** Name of a bin, e.g. `20-23`. */
export function lengthLabel(bin: number): string {
  const [low = 0, next] = [EDGES[bin], EDGES[bin + 1]];
  if (next === undefined) return `${low} and up`;
  return next - low === 1 ? String(low) : `${low}-${next - 1}`;
}
