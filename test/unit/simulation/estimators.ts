/** Arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Hill's estimate of the tail index from the `top` largest values. */
export function hillIndex(values: readonly number[], top: number): number {
  const sorted = [...values].sort((left, right) => right - left);
  const least = sorted[top] as number;
  return 1 / mean(sorted.slice(0, top).map((value) => Math.log(value / least)));
}

/** Slope of log count over log rank among the `top` ranks, by least squares. */
export function rankSlope(counts: readonly number[], top: number): number {
  const sorted = [...counts].sort((left, right) => right - left).slice(0, top);
  return slope(sorted.map((count, rank) => [Math.log(rank + 1), Math.log(count)]));
}

/** Variance over mean of the counts in windows of that width. */
export function fanoFactor(times: readonly number[], width: number): number {
  const first = times.reduce((least, time) => Math.min(least, time));
  const last = times.reduce((most, time) => Math.max(most, time));
  const counts = new Array<number>(Math.floor((last - first) / width) + 1).fill(0);
  for (const time of times) counts[Math.floor((time - first) / width)]! += 1;
  const middle = mean(counts);
  return mean(counts.map((count) => (count - middle) ** 2)) / middle;
}

/** Pearson's correlation. */
export function correlation(left: readonly number[], right: readonly number[]): number {
  const [leftMean, rightMean] = [mean(left), mean(right)];
  const product = mean(left.map((value, at) => (value - leftMean) * (right[at]! - rightMean)));
  const leftVariance = mean(left.map((value) => (value - leftMean) ** 2));
  const rightVariance = mean(right.map((value) => (value - rightMean) ** 2));
  return product / Math.sqrt(leftVariance * rightVariance);
}

/** Items by key, in the order of their first. */
export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function slope(points: readonly (readonly number[])[]): number {
  const x = mean(points.map((point) => point[0]!));
  const y = mean(points.map((point) => point[1]!));
  const up = mean(points.map((point) => (point[0]! - x) * (point[1]! - y)));
  return up / mean(points.map((point) => (point[0]! - x) ** 2));
}
