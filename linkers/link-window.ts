import type { AddressScope } from './address-book.ts';
import { rowsOfKey } from './key-groups.ts';
import type { LinkableCapture } from './linkable-capture.ts';
import type { LinkerSettings } from './linker-options.ts';
import { scopeOf } from './tuple-columns.ts';

const SECOND = 1_000_000;

/** Room that the window leaves above the 99th percentile, which is itself an estimate. */
const SLACK = 1.1;

/** Distances between events and the nearest flow of their tuple, on the sensor's clock. */
export interface Residuals {
  /** By host, ascending. */
  readonly byHost: readonly Float64Array[];
  /** Of the events that count in rates, ascending. */
  readonly all: Float64Array;
  /** Number of events that count in rates and have a flow of their tuple. */
  readonly tuplePairs: number;
}

/** Events between these kinds of addresses are linked, yet no rate counts them. */
const UNCOUNTED: readonly AddressScope[] = ['link-local', 'multicast', 'loopback'];

/**
 * |t - start| of every event that has a flow of its tuple, to the nearest of them, microseconds.
 *
 * Loopback, link-local and multicast events widen windows like all others but count in no rate.
 */
export function collectResiduals(capture: LinkableCapture, sensorTimesUs: Float64Array): Residuals {
  const { events, flows } = capture;
  const byHost: number[][] = events.hosts.map(() => []);
  const all: number[] = [];
  for (let key = 0; key < capture.keyCount; key += 1) {
    const rows = rowsOfKey(capture.flowsByKey, key);
    if (rows.length === 0) continue;
    for (const event of rowsOfKey(capture.eventsByKey, key)) {
      const distance = nearestUs(flows.startsUs, rows, sensorTimesUs[event] ?? 0);
      byHost[events.hostIds[event] ?? 0]?.push(distance);
      const scope = scopeOf(capture.book, events.tuples, event);
      if (!UNCOUNTED.includes(scope)) all.push(distance);
    }
  }
  return {
    byHost: byHost.map((list) => Float64Array.from(list).sort()),
    all: Float64Array.from(all).sort(),
    tuplePairs: all.length,
  };
}

/**
 * Half-width of the time window of each host: w = max(least, 1.1 × p99 |residual|) in whole seconds.
 *
 * Residuals beyond the greatest window are other connections that reuse the tuple, and left out.
 */
export function windowsOfHosts(residuals: Residuals, settings: LinkerSettings): number[] {
  return residuals.byHost.map((list) => {
    const near = list.filter((one) => one <= settings.maxWindowUs);
    const p99 = quantile(near, 0.99) ?? 0;
    const wideUs = Math.ceil((SLACK * p99) / SECOND) * SECOND;
    return Math.max(settings.windowUs, Math.min(wideUs, settings.maxWindowUs));
  });
}

/** The value at or below which the share of a list lies (nearest rank), null of an empty one. */
export function quantile(sorted: Float64Array, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** Distance to the nearest of the starts, which come in ascending order. */
function nearestUs(startsUs: Float64Array, rows: Int32Array, timeUs: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((startsUs[rows[middle] ?? 0] ?? 0) <= timeUs) low = middle + 1;
    else high = middle;
  }
  const before = low > 0 ? timeUs - (startsUs[rows[low - 1] ?? 0] ?? 0) : Number.POSITIVE_INFINITY;
  const after =
    low < rows.length ? (startsUs[rows[low] ?? 0] ?? 0) - timeUs : Number.POSITIVE_INFINITY;
  return Math.min(before, after);
}
