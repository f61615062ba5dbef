import { type ColumnTable, codesOf, type Dictionary, numbersOf } from './column-table.ts';
import { atLeast, type Figure, near, type Target } from './figure.ts';
import type { Run } from './open-run.ts';
import { TARGETS } from './targets.ts';

const GROUP = '7 domain rules';
const WEB_PORTS = new Set([80, 443]);
const MOST_PACKET = 65_535;
const LEAST_BYTES: Readonly<Record<string, number>> = { tcp: 40, udp: 28 };

/** What a rule says of a row: true, false, or null where it says nothing. */
type Verdict = (row: number) => boolean | null;

/**
 * STAN's five domain rules, for what the source sent.
 *
 * @see Xu et al., STAN, 2020, Table 5; flags are judged beyond the constant of the exporter
 */
export function domainFigures(run: Run): readonly Figure[] {
  const flows = run.table('flows');
  if (flows === null) return [];
  const constant = commonestFlags(flows.original, run.dictionary);
  const sides = [flows.original, flows.synthetic].map((table) =>
    rulesOf(table, run.dictionary, constant),
  );
  return Object.keys(sides[0] ?? {}).flatMap((name): readonly Figure[] => {
    const [original, synthetic] = [flows.original, flows.synthetic].map((table, side) =>
      passRate(table.rows, sides[side]?.[name] ?? (() => null)),
    );
    if (original == null || synthetic == null) return [];
    const target = targetOf(original);
    return [{ group: GROUP, name, value: synthetic, original, ceiling: null, floor: null, target }];
  });
}

/** A rule that the original itself breaks is a law of the data, to be met from both sides. */
function targetOf(original: number): Target | null {
  const holds = original >= TARGETS.ruleHolds;
  return holds ? atLeast(original - TARGETS.passRate) : near(original, TARGETS.brokenRule);
}

function rulesOf(
  table: ColumnTable,
  dictionary: Dictionary,
  constant: number,
): Readonly<Record<string, Verdict>> {
  const textOf = remembered(dictionary);
  const protocols = codesOf(table, 'protocol');
  const [sources, destinations] = [codesOf(table, 'src_ip'), codesOf(table, 'dst_ip')];
  const [packets, bytes] = [numbersOf(table, 'src_packets'), numbersOf(table, 'src_bytes')];
  const [from, to] = [numbersOf(table, 'src_port'), numbersOf(table, 'dst_port')];
  const flags = codesOf(table, 'tcp_flags');
  const protocol = (row: number) => textOf(protocols[row] as number);
  const least = (row: number) => {
    const isEmpty = Number.isNaN(packets[row]) || Number.isNaN(bytes[row]);
    return isEmpty ? undefined : LEAST_BYTES[protocol(row)];
  };
  return {
    'T1 addresses of hosts': (row) =>
      !isGroup(textOf(sources[row] as number)) &&
      !textOf(destinations[row] as number).startsWith('0.'),
    'T2 a packet and its bytes': (row) => {
      const size = least(row);
      return size === undefined
        ? null
        : (packets[row] as number) >= 1 && (bytes[row] as number) >= size;
    },
    'T3 bytes within packets': (row) => {
      const [size, count, sum] = [least(row), packets[row] as number, bytes[row] as number];
      return size === undefined ? null : size * count <= sum && sum <= MOST_PACKET * count;
    },
    'T4 no flags without TCP': (row) => {
      if (protocol(row) === 'tcp' || flags[row] === -1)
        return protocol(row) === 'tcp' ? null : true;
      return flags[row] === constant || !/[A-Z]/i.test(textOf(flags[row] as number));
    },
    'T5 web ports over TCP': (row) => {
      const isWeb = WEB_PORTS.has(from[row] as number) || WEB_PORTS.has(to[row] as number);
      return isWeb ? protocol(row) === 'tcp' : null;
    },
  };
}

/** Groups (224-239) and broadcasts (255) are no sources. */
function isGroup(address: string): boolean {
  const first = Number(address.split('.', 1)[0]);
  return address.includes('.') && ((first >= 224 && first <= 239) || first === 255);
}

function commonestFlags(table: ColumnTable, dictionary: Dictionary): number {
  const [flags, protocols] = [codesOf(table, 'tcp_flags'), codesOf(table, 'protocol')];
  const tcp = dictionary.codeOf('tcp');
  const counts = new Map<number, number>();
  for (const [row, code] of flags.entries()) {
    if (code >= 0 && protocols[row] !== tcp) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? -1;
}

function passRate(rows: number, verdict: Verdict): number | null {
  let [asked, passed] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    const holds = verdict(row);
    if (holds === null) continue;
    asked += 1;
    if (holds) passed += 1;
  }
  return asked === 0 ? null : passed / asked;
}

function remembered(dictionary: Dictionary): (code: number) => string {
  const known = new Map<number, string>();
  return (code) => {
    const text = known.get(code) ?? dictionary.textOf(code);
    known.set(code, text);
    return text;
  };
}
