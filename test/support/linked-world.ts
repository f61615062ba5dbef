import type { Row } from '../../engine/core/row.ts';
import { telemetrySchema } from '../../engine/schema/telemetry-schema.ts';
import type { Database } from './database-arbitrary.ts';

const START_US = 1_700_000_000_000_000;
const SECOND_US = 1_000_000;
const SPAN = 10_000_000;

/** What to hide in a linked world, one value a subject. */
export interface Canaries {
  readonly commandLine?: string;
  readonly image?: string;
  readonly queryName?: string;
  readonly address?: string;
  readonly user?: string;
  readonly label?: string;
}

/**
 * A small made database of linked telemetry: hosts whose processes start, connect, query and end;
 * each connection is one event and one flow, tied by a link, or two events to one flow.
 *
 * @param canaryOf values that only the given host holds
 */
export function linkedWorld(
  hosts: number,
  canaryOf: (host: number) => Canaries = () => ({}),
): Database {
  const schema = telemetrySchema({ events: true, flows: true });
  const rows = new Map<string, Row[]>(schema.tables.map((one) => [one.name, []]));
  const endpoints = new Map<string, string>();
  for (let host = 1; host <= hosts; host += 1) addHost(rows, endpoints, host, canaryOf(host));
  const addresses = [...endpoints].sort(([a], [b]) => (a < b ? -1 : 1));
  rows.set('endpoints', addresses);
  for (const { name, columns } of schema.tables) {
    rows.set(name, rows.get(name)?.map((row) => columns.map((_, at) => row[at] ?? null)) ?? []);
  }
  return { schema, rows };
}

function addHost(
  rows: Map<string, Row[]>,
  endpoints: Map<string, string>,
  host: number,
  canary: Canaries,
): void {
  const name = `ws${host}.corp.local`;
  const own = `10.1.${host % 7}.${host}`;
  const base = START_US + host * 3 * SECOND_US;
  const put = (table: string, row: Row) => rows.get(table)?.push(row);
  const meet = (address: string, scope: string) => {
    endpoints.set(address, scope);
    return address;
  };
  meet(own, 'internal');
  put('subjects', [host, 'host', name, own, null, 'internal', 0]);
  put('names', [name, own, START_US - SECOND_US, START_US + 10_000 * SECOND_US]);
  let [event, flow, link, time] = [0, 0, 0, base];
  for (let process = 1; process <= 3 + (host % 3); process += 1) {
    const key = host * SPAN + process;
    const born = time;
    const image = canary.image ?? `C:\\Windows\\System32\\tool${process % 3}.exe`;
    const line = canary.commandLine ?? `"${image}" -mode ${process % 2}`;
    const user =
      canary.user ?? (process % 2 === 0 ? 'NT AUTHORITY\\SYSTEM' : `CORP\\user${host % 9}`);
    const event1 = [`${process % 3 === 0 ? 'High' : 'Medium'}`];
    const end = time + (process * 7 + 40) * SECOND_US;
    const guid = `{00000000-0000-0000-${String(host).padStart(4, '0')}-${String(process).padStart(12, '0')}}`;
    const parent = process === 1 ? null : host * SPAN + 1;
    put('processes', [
      host,
      key,
      parent,
      born,
      born,
      end,
      name,
      guid,
      image,
      parent === null ? null : `C:\\Windows\\System32\\tool1.exe`,
      line,
      user,
      ...event1,
    ]);
    const say = (at: number, type: string, rest: Partial<Record<number, Row[number]>> = {}) => {
      event += 1;
      const row: Row = [
        host,
        host * SPAN + event,
        key,
        at,
        name,
        type,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
      ];
      put(
        'events',
        row.map((cell, column) => rest[column] ?? cell),
      );
      return host * SPAN + event;
    };
    say(born, '1');
    for (let one = 0; one < 2 + ((host + process) % 3); one += 1) {
      time += (1 + one) * SECOND_US + host * 1000;
      const server = meet(
        canary.address ?? `93.184.${(host + one) % 11}.${1 + (one % 5)}`,
        'external',
      );
      const isDns = one % 2 === 0;
      const port = 49_152 + ((host * 37 + process * 11 + one) % 9000);
      const tuple = [isDns ? 'udp' : 'tcp', own, port, server, isDns ? 53 : 443] as const;
      const lag = ((host * 13 + one * 7) % 40) * 1000;
      const id = say(time + lag, '3', {
        6: tuple[0],
        7: true,
        8: own,
        9: port,
        10: server,
        11: tuple[4],
      });
      flow += 1;
      const packets = 1 + ((host + one) % 4);
      put('flows', [
        host,
        host * SPAN + flow,
        time,
        50_000 + one * 1000,
        ...tuple,
        packets,
        packets * (isDns ? 60 : 52),
        packets,
        packets * 80,
        isDns ? null : '.AP.SF',
        isDns ? null : 'SF',
        isDns ? 'dns' : 'ssl',
        0,
        canary.label ?? 'benign',
      ]);
      link += 1;
      put('links', [
        host,
        host * SPAN + link,
        id,
        host * SPAN + flow,
        '1:real',
        lag / 1000,
        'cid',
        1,
        1,
        2000,
      ]);
      if (isDns)
        say(time + lag, '22', { 12: canary.queryName ?? `site${one}.example.com`, 13: '0' });
    }
    time = end;
    say(end, '5');
    time += SECOND_US;
  }
  sortByTime(rows, 'events', host, 3);
}

function sortByTime(rows: Map<string, Row[]>, table: string, host: number, column: number): void {
  const list = rows.get(table) ?? [];
  const first = list.findIndex((row) => row[0] === host);
  const own = list.splice(first);
  own.sort((a, b) => Number(a[column]) - Number(b[column]) || Number(a[1]) - Number(b[1]));
  list.push(...own);
}
