import { createRandom, type Random } from '../../engine/core/random.ts';
import type { Row } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { telemetrySchema } from '../../engine/schema/telemetry-schema.ts';

const IMAGES = [
  'svchost.exe',
  'chrome.exe',
  'powershell.exe',
  'lsass.exe',
  'outlook.exe',
  'Teams.exe',
];
const PORTS = [443, 53, 445, 80, 3389, 88, 389, 5985];
const START_US = Date.UTC(2020, 8, 20, 6) * 1000;

/** How a made-up database comes about. */
export interface FixtureOptions {
  readonly seed: number;
  readonly subjects: number;
  /** 0: the original's law; towards 1: further from it. */
  readonly drift: number;
}

/** Tables in memory, readable like a database. */
export interface FixtureDatabase {
  readonly schema: DatabaseSchema;
  readonly tables: ReadonlyMap<string, readonly Row[]>;
  rows(table: string): AsyncGenerator<readonly Row[]>;
}

/** A small telemetry database of hosts with processes, events, flows and links. */
export function fixtureDatabase(options: FixtureOptions): FixtureDatabase {
  const schema = telemetrySchema({ events: true, flows: true });
  const tables = new Map<string, Row[]>(schema.tables.map(({ name }) => [name, []]));
  const random = createRandom(options.seed, 'fixture');
  for (let key = 1; key <= options.subjects; key += 1) {
    for (const [table, rows] of subjectRows(key, options.drift, random.split(key))) {
      tables.get(table)?.push(...rows);
    }
  }
  tables.get('endpoints')?.push(['198.51.100.7', 'external'], ['10.1.0.5', 'internal']);
  return {
    schema,
    tables,
    async *rows(table) {
      const rows = tables.get(table) ?? [];
      for (let at = 0; at < rows.length; at += 500) yield rows.slice(at, at + 500);
    },
  };
}

function subjectRows(key: number, drift: number, random: Random): [string, Row[]][] {
  const address = `10.1.${key >> 8}.${key & 255}`;
  const host = `host-${key}.corp.example`;
  const role = random.next() < 0.3 + 0.1 * drift ? 'internal' : 'external';
  const processes: Row[] = [];
  const events: Row[] = [];
  const flows: Row[] = [];
  const links: Row[] = [];
  const count = 2 + Math.floor(Math.exp(1.3 + random.normal() * (0.8 - 0.2 * drift)));
  let time = START_US + Math.floor((random.next() + random.next()) * 4 * 3.6e9);
  for (let p = 1; p <= 3; p += 1) processes.push(processRow({ key, p, time, host, random }));
  for (let at = 1; at <= count; at += 1) {
    time += random.next() < 0.4 - 0.2 * drift ? 0 : Math.floor(Math.exp(8 + 3 * random.normal()));
    const port = PORTS[Math.floor(random.next() ** (2 - drift) * PORTS.length)] ?? 443;
    const peer = random.next() < 0.6 ? `198.51.100.${1 + random.integer(200)}` : '10.1.0.5';
    const protocol = port === 53 ? 'udp' : 'tcp';
    const isNetwork = random.next() < 0.6;
    const tuple = { address, peer, port, protocol, sourcePort: 49152 + random.integer(16000) };
    events.push(eventRow({ key, at, time, host, isNetwork, tuple, random }));
    if (!isNetwork && random.next() < 0.5) continue;
    const lagMs =
      ((random.next() < 0.2 ? -1 : 1) * Math.floor(Math.exp(2 + 1.5 * random.normal()) * 10)) / 10;
    const bytes = Math.floor(
      Math.exp(6 + (port === 443 ? 2 : 0) * (1 - drift) + 2 * random.normal()),
    );
    flows.push(flowRow({ key, at, time: time - Math.floor(lagMs * 1000), tuple, bytes, random }));
    if (isNetwork && random.next() < 0.85 - 0.3 * drift) {
      links.push([
        key,
        links.length + 1,
        at,
        at,
        null,
        lagMs,
        random.next() < 0.8 ? 'cid' : 'tuple-relaxed',
        1,
        1,
        60000,
      ]);
    }
  }
  flows.sort((one, other) => Number(one[2]) - Number(other[2]));
  return [
    ['subjects', [[key, 'host', host, address, null, role, 0]]],
    ['processes', processes],
    ['events', events],
    ['flows', flows],
    ['links', links],
  ];
}

interface Tuple {
  readonly address: string;
  readonly peer: string;
  readonly port: number;
  readonly protocol: string;
  readonly sourcePort: number;
}

function processRow(of: {
  key: number;
  p: number;
  time: number;
  host: string;
  random: Random;
}): Row {
  const { key, p, time, host, random } = of;
  const image = `c:\\windows\\system32\\${IMAGES[Math.floor(random.next() ** 2 * IMAGES.length)]}`;
  const command = `${image} -k ${random.integer(9999)} --user u${random.integer(500)}`;
  return [
    key,
    p,
    p === 1 ? null : 1,
    time,
    time,
    null,
    host,
    `{${key}-${p}}`,
    image,
    null,
    command,
    `CORP\\u${key}`,
    random.next() < 0.6 ? 'system' : 'medium',
  ];
}

function eventRow(of: {
  key: number;
  at: number;
  time: number;
  host: string;
  isNetwork: boolean;
  tuple: Tuple;
  random: Random;
}): Row {
  const { key, at, time, host, isNetwork, tuple, random } = of;
  const base: Row = [key, at, 1 + random.integer(3), time, host];
  if (isNetwork) {
    return [
      ...base,
      'network_connect',
      tuple.protocol,
      random.next() < 0.8,
      tuple.address,
      tuple.sourcePort,
      tuple.peer,
      tuple.port,
      null,
      null,
      null,
      null,
    ];
  }
  const type = random.pick(['file_create', 'registry_set', 'image_load', 'dns_query']);
  const target =
    type === 'dns_query' ? null : `c:\\users\\u${random.integer(30)}\\file${random.integer(9)}.tmp`;
  return [
    ...base,
    type,
    null,
    null,
    null,
    null,
    null,
    null,
    type === 'dns_query' ? 'www.example.com' : null,
    type === 'dns_query' ? '0' : null,
    target,
    null,
  ];
}

function flowRow(of: {
  key: number;
  at: number;
  time: number;
  tuple: Tuple;
  bytes: number;
  random: Random;
}): Row {
  const { key, at, time, tuple, bytes, random } = of;
  const packets = 1 + Math.floor(bytes / 700);
  const state =
    tuple.protocol === 'udp' ? 'SF' : random.pick(['SF', 'SF', 'SF', 'S0', 'REJ', 'RSTO']);
  return [
    key,
    at,
    time,
    Math.floor(Math.exp(9 + 3 * random.normal())),
    tuple.protocol,
    tuple.address,
    tuple.sourcePort,
    tuple.peer,
    tuple.port,
    packets,
    bytes,
    packets,
    Math.floor(bytes * 3 * random.next()),
    tuple.protocol === 'tcp' ? random.pick(['ShADadFf', 'S', 'SAF']) : null,
    state,
    tuple.port === 53 ? 'dns' : null,
    random.next() < 0.9 ? 0 : 8,
    'benign',
  ];
}
