import type { Value } from '../core/row.ts';
import type { TableSchema } from '../schema/table-schema.ts';
import type { DrawnRow } from './drawn-row.ts';
import { tupleColumns } from './tie.ts';

/** Hash of a five-tuple without its direction, null where it has none. */
export type CommunityHash = (tuple: {
  readonly protocol: string;
  readonly sourceAddress: string;
  readonly sourcePort: number | null;
  readonly destinationAddress: string;
  readonly destinationPort: number | null;
}) => string | null;

/** What is known of names when links are settled. */
export interface LinkFacts {
  /** True if the name stands for the address over the whole horizon. */
  readonly isNamed: (name: Value, address: Value) => boolean;
}

/** The tables of a link and what may be done to it. */
export interface LinkSettling {
  readonly link: TableSchema;
  readonly first: TableSchema;
  readonly second: TableSchema;
  /** The end that takes over the other's tuple, null where both were drawn together. */
  readonly mayCopyTo: DrawnRow | null;
  readonly communityId: CommunityHash;
  readonly facts: LinkFacts;
}

const MICROSECONDS = 1000;

/**
 * Makes a link row true to its two rows: lag, window, method and hash are recomputed from them.
 *
 * @returns false if no method ties the two rows, so that the link must go
 */
export function settleLink(
  row: DrawnRow,
  ends: readonly [DrawnRow, DrawnRow],
  of: LinkSettling,
): boolean {
  const { endpointTuple } = of.link;
  settleLag(row, ends, of);
  if (endpointTuple === undefined) return true;
  const columns = [
    tupleColumns(of.first, endpointTuple),
    tupleColumns(of.second, endpointTuple),
  ] as const;
  if (of.mayCopyTo !== null && tieOf(ends, columns) !== 'cid') {
    const isSecond = of.mayCopyTo === ends[1];
    const [from, to] = isSecond ? [0, 1] : [1, 0];
    copyTuple(ends[from as 0 | 1], ends[to as 0 | 1], [
      columns[from as 0 | 1],
      columns[to as 0 | 1],
    ]);
  }
  return settleMethod(row, ends, { ...of, columns });
}

type Ends = readonly [DrawnRow, DrawnRow];
type Columns = readonly [readonly number[], readonly number[]];

function settleLag(row: DrawnRow, ends: Ends, of: LinkSettling): void {
  const [first, second] = ends;
  const lag = position(of.link, 'dt_ms');
  const window = position(of.link, 'window_ms');
  const lagMs = (first.time - second.time) / MICROSECONDS;
  if (Number.isNaN(lagMs)) return;
  if (lag >= 0) row.cells[lag] = lagMs;
  const duration = second.cells[position(of.second, 'duration_us')];
  const lengthMs = typeof duration === 'number' ? Math.max(0, duration) / MICROSECONDS : 0;
  const least = Math.max(-lagMs, lagMs - lengthMs, 0);
  const drawn = row.cells[window];
  if (window >= 0 && typeof drawn === 'number' && drawn < least)
    row.cells[window] = Math.ceil(least);
}

function settleMethod(
  row: DrawnRow,
  ends: Ends,
  of: LinkSettling & { readonly columns: Columns },
): boolean {
  const tie = tieOf(ends, of.columns);
  const method = position(of.link, 'method');
  if (method >= 0 && typeof row.cells[method] === 'string') {
    const settled = settledMethod(String(row.cells[method]), tie, isNamed(ends, of));
    if (settled === null) return false;
    row.cells[method] = settled;
  }
  const hash = position(of.link, 'community_id');
  if (hash >= 0 && (row.cells[hash] !== null || row.cells[method] === 'cid')) {
    const isShared = tie === 'cid';
    row.cells[hash] = isShared ? hashOf(ends[0], of.columns[0], of.communityId) : null;
  }
  return true;
}

function settledMethod(drawn: string, tie: string, named: boolean): string | null {
  if (drawn === 'cid' && tie === 'cid') return drawn;
  if (drawn === 'fqdn-time' && named) return drawn;
  if (drawn === 'tuple-relaxed' && tie !== 'none') return drawn;
  if (drawn !== 'cid' && drawn !== 'fqdn-time' && drawn !== 'tuple-relaxed') return drawn;
  if (tie === 'cid') return 'cid';
  if (tie === 'relaxed') return 'tuple-relaxed';
  return named ? 'fqdn-time' : null;
}

/** What two rows share: the five-tuple, protocol and addresses, or neither. */
function tieOf(ends: Ends, columns: Columns): 'cid' | 'relaxed' | 'none' {
  const [a, b] = ends.map((one, at) =>
    (columns[at] ?? []).map((column) => one.cells[column] ?? null),
  );
  if (a === undefined || b === undefined || a[4] !== b[4]) return 'none';
  const isIcmp = String(a[4]).startsWith('icmp');
  const isAlike = (x: number, y: number) => a[x] === b[x] && a[y] === b[y];
  const isCrossed = (x: number, y: number) => a[x] === b[y] && a[y] === b[x];
  const forward = isAlike(0, 2);
  const backward = isCrossed(0, 2);
  if (!forward && !backward) return 'none';
  const hasPorts = isIcmp || (forward && isAlike(1, 3)) || (backward && isCrossed(1, 3));
  return hasPorts ? 'cid' : 'relaxed';
}

function isNamed(ends: Ends, of: LinkSettling & { readonly columns: Columns }): boolean {
  const host = ends[0].cells[position(of.first, 'host')] ?? null;
  const [source, , destination] = of.columns[1];
  return [source, destination].some((column) =>
    of.facts.isNamed(host, ends[1].cells[column ?? -1] ?? null),
  );
}

function hashOf(row: DrawnRow, columns: readonly number[], hash: CommunityHash): string | null {
  const [sourceAddress, sourcePort, destinationAddress, destinationPort, protocol] = columns.map(
    (column) => row.cells[column] ?? null,
  );
  const isWhole =
    typeof protocol === 'string' &&
    typeof sourceAddress === 'string' &&
    typeof destinationAddress === 'string';
  if (!isWhole) return null;
  return hash({
    protocol,
    sourceAddress,
    sourcePort: typeof sourcePort === 'number' ? sourcePort : null,
    destinationAddress,
    destinationPort: typeof destinationPort === 'number' ? destinationPort : null,
  });
}

function copyTuple(from: DrawnRow, to: DrawnRow, columns: Columns): void {
  for (const [part, column] of columns[0].entries()) {
    to.cells[columns[1][part] as number] = from.cells[column] ?? null;
  }
}

function position(table: TableSchema, name: string): number {
  return table.columns.findIndex((one) => one.name === name);
}
