import type { NameSpan } from '../engine/pipeline/ports.ts';

/** Which names stood for which addresses, and when; times on one clock, both ends included. */
export interface NameTable {
  /** Addresses of a name at a time, in code-unit order. */
  addressesOf(fqdn: string, timeUs: number): readonly string[];
  /** Names of an address at a time, in code-unit order. */
  namesOf(address: string, timeUs: number): readonly string[];
  /** All spans, by name, address, start; spans of a pair never touch. */
  readonly spans: readonly NameSpan[];
}

/** Spans by start, and for each the latest end of all up to it. */
interface SpanList {
  readonly spans: NameSpan[];
  readonly latestEndsUs: number[];
}

/**
 * Builds the table; touching spans of a pair are merged. Names lose their case and a trailing dot.
 *
 * Cost: O(n log n); a lookup is O(log n + m) where m spans reach past the time.
 */
export function buildNameTable(observed: Iterable<NameSpan>): NameTable {
  const spans = mergeSpans(observed);
  const byName = listSpans(spans, (one) => one.fqdn);
  const byAddress = listSpans(spans, (one) => one.address);
  return {
    addressesOf: (fqdn, timeUs) =>
      spansAt(byName.get(canonicalName(fqdn)), timeUs)
        .map((one) => one.address)
        .sort(),
    namesOf: (address, timeUs) =>
      spansAt(byAddress.get(address), timeUs)
        .map((one) => one.fqdn)
        .sort(),
    spans,
  };
}

/** The one spelling of a name: lower case, no trailing dot. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function mergeSpans(observed: Iterable<NameSpan>): NameSpan[] {
  const merged: NameSpan[] = [];
  const all = [...observed].map((one) => ({ ...one, fqdn: canonicalName(one.fqdn) }));
  for (const span of all.sort(bySpan)) {
    const last = merged.at(-1);
    const isSame = last?.fqdn === span.fqdn && last.address === span.address;
    if (last !== undefined && isSame && span.validFromUs <= last.validToUs) {
      const validToUs = Math.max(last.validToUs, span.validToUs);
      merged[merged.length - 1] = { ...last, validToUs };
    } else {
      merged.push(span);
    }
  }
  return merged;
}

function bySpan(one: NameSpan, other: NameSpan): number {
  return (
    compareText(one.fqdn, other.fqdn) ||
    compareText(one.address, other.address) ||
    one.validFromUs - other.validFromUs ||
    one.validToUs - other.validToUs
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function listSpans(
  spans: readonly NameSpan[],
  keyOf: (span: NameSpan) => string,
): Map<string, SpanList> {
  const lists = new Map<string, SpanList>();
  for (const span of [...spans].sort((a, b) => a.validFromUs - b.validFromUs)) {
    const list = lists.get(keyOf(span)) ?? { spans: [], latestEndsUs: [] };
    list.spans.push(span);
    list.latestEndsUs.push(Math.max(list.latestEndsUs.at(-1) ?? span.validToUs, span.validToUs));
    lists.set(keyOf(span), list);
  }
  return lists;
}

function spansAt(list: SpanList | undefined, timeUs: number): NameSpan[] {
  const found: NameSpan[] = [];
  if (list === undefined) return found;
  for (let at = lastStarted(list.spans, timeUs); at >= 0; at -= 1) {
    if ((list.latestEndsUs[at] ?? 0) < timeUs) break;
    const span = list.spans[at];
    if (span !== undefined && span.validToUs >= timeUs) found.push(span);
  }
  return found;
}

/** The last span that starts no later than a time, -1 where none does. */
function lastStarted(spans: readonly NameSpan[], timeUs: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.validFromUs ?? 0) <= timeUs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
