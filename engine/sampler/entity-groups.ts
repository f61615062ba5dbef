import { defined } from '../core/invariant.ts';
import { columnIndex } from '../schema/table-schema.ts';
import type { DatabaseStore, TableStore } from '../sequences/table-store.ts';
import type { IdentityColumns } from './learn-family.ts';

/** An identity field of a table with the tokens of its rows. */
export interface IdentityRows extends IdentityColumns {
  readonly table: string;
  readonly tokens: Int32Array;
}

/** Which group each name of a domain belongs to. */
export interface TokenGroups {
  /** By token. */
  readonly groupOf: Uint8Array;
  /** By group: scope of its names. */
  readonly scopes: readonly number[];
}

/** What groups are made of. */
export interface GroupSource {
  readonly database: DatabaseStore;
  readonly fields: readonly IdentityRows[];
  /** By token: where it lies. */
  readonly scopeOf: Uint8Array;
  readonly scopes: number;
  /** Names that a group needs. */
  readonly k: number;
}

const MAX_GROUPS = 10;
/** Share of a name's rows at one port that makes it the name's part. */
const OWN_PORT = 0.5;

/**
 * Groups names by scope and by the part they play: at which port they are met in most of their
 * rows. A server of names is not met like a client, whatever its address.
 *
 * Every scope has a group of its own for names of no clear part, the first ones; at most ten in all.
 */
export function groupTokens(source: GroupSource): TokenGroups {
  const ports = ownPorts(source);
  const counts = new Map<number, number>();
  for (const [token, port] of ports.entries()) {
    if (port < 0) continue;
    const key = partKey(source.scopeOf[token] as number, port);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const parts = [...counts]
    .filter(([, names]) => names >= source.k)
    .sort(([a, m], [b, n]) => n - m || a - b)
    .slice(0, Math.max(0, MAX_GROUPS - source.scopes))
    .map(([key]) => key);
  const groups = new Map(parts.map((key, at) => [key, source.scopes + at]));
  const groupOf = Uint8Array.from(source.scopeOf, (scope, token) => {
    const port = ports[token] as number;
    return port < 0 ? scope : (groups.get(partKey(scope, port)) ?? scope);
  });
  const plain = Array.from({ length: source.scopes }, (_, scope) => scope);
  return { groupOf, scopes: [...plain, ...parts.map((key) => Math.floor(key / PORTS))] };
}

const PORTS = 65_536;

function partKey(scope: number, port: number): number {
  return scope * PORTS + port;
}

/** By token: the port at which it is met in most rows, -1 where there is none. */
function ownPorts({ database, fields, scopeOf }: GroupSource): Int32Array {
  const rows = new Int32Array(scopeOf.length);
  const atPort = new Map<number, number>();
  const ports = new Int32Array(scopeOf.length).fill(-1);
  for (const field of fields) {
    const store = defined(database.tables.get(field.table), 'table was read');
    const column = portOf(store, field.columns[0] ?? 0);
    const numbers = store.columns[column]?.numbers;
    for (let row = 0; row < store.rows && numbers !== undefined; row += 1) {
      const token = field.tokens[row] as number;
      if (token < 0) continue;
      rows[token] = (rows[token] as number) + 1;
      const port = numbers[row] as number;
      if (!(port >= 0 && port < PORTS)) continue;
      const key = token * PORTS + port;
      const seen = (atPort.get(key) ?? 0) + 1;
      atPort.set(key, seen);
      const best = ports[token] as number;
      if (best < 0 || seen > (atPort.get(token * PORTS + best) ?? 0)) ports[token] = port;
    }
  }
  return ports.map((port, token) => {
    const share = (atPort.get(token * PORTS + port) ?? 0) / Math.max(1, rows[token] as number);
    return port >= 0 && port < 49_152 && share >= OWN_PORT ? port : -1;
  });
}

/** The port that goes with an address: the next port column; -1 without one. */
function portOf(store: TableStore, column: number): number {
  const { columns } = store.layout.table;
  if (columns[column]?.kind !== 'address') return -1;
  const next = columns.findIndex((one, at) => at > column && one.kind === 'port');
  const between = columns.slice(column + 1, Math.max(0, next));
  if (next < 0 || between.some((one) => one.kind === 'address')) return -1;
  return columnIndex(store.layout.table, columns[next]?.name ?? '');
}
