import type { Row, Value } from '../core/row.ts';
import type { TableSchema } from './table-schema.ts';

/** How often a rule could be judged, and how often it was broken. */
export interface DomainRuleCount {
  readonly rows: number;
  readonly broken: number;
}

/** A law of networks that rows should keep; it applies to every table that has all its columns. */
export interface DomainRule {
  readonly name: string;
  readonly columns: readonly string[];
  /** True or false for a row that the rule speaks about, null for all others. */
  readonly holds: (...cells: readonly Value[]) => boolean | null;
}

/** IP header 20 bytes, and what TCP (20), UDP (8) and ICMP (8) add to it at least. */
const LEAST_BYTES: Readonly<Record<string, number>> = { tcp: 40, udp: 28, icmp: 28 };

/** The rules, each told apart by its name in reports. */
export const DOMAIN_RULES: readonly DomainRule[] = Object.freeze([
  ...['tcp', 'udp', 'icmp'].flatMap((protocol) => [
    bytesPerPacket(protocol, 'src'),
    bytesPerPacket(protocol, 'dst'),
  ]),
  {
    name: 'noTcpFlagsElsewhere',
    columns: ['protocol', 'tcp_flags'],
    holds: (protocol, flags) =>
      protocol === null || protocol === 'tcp'
        ? null
        : flags === null || /^[.]*$/.test(String(flags)),
  },
  {
    name: 'tcpAndUdpHavePorts',
    columns: ['protocol', 'src_port', 'dst_port'],
    holds: (protocol, from, to) =>
      protocol === 'tcp' || protocol === 'udp' ? from !== null && to !== null : null,
  },
  {
    name: 'icmpTypeAndCodeAreBytes',
    columns: ['protocol', 'src_port', 'dst_port'],
    holds: (protocol, type, code) =>
      protocol === 'icmp' ? Number(type) <= 255 && Number(code) <= 255 : null,
  },
  {
    name: 'oneAddressFamily',
    columns: ['src_ip', 'dst_ip'],
    holds: (from, to) =>
      from === null || to === null ? null : isVersion6(from) === isVersion6(to),
  },
  noBytesWithoutPackets('src'),
  noBytesWithoutPackets('dst'),
  {
    name: 'durationNotNegative',
    columns: ['duration_us'],
    holds: (duration) => (duration === null ? null : Number(duration) >= 0),
  },
]);

/** A rule with its columns looked up in one table. */
export interface BoundDomainRule {
  readonly name: string;
  readonly judge: (row: Row) => boolean | null;
}

/** The rules that speak about a table: those whose columns it has. */
export function domainRulesOf(table: TableSchema): readonly BoundDomainRule[] {
  const position = (name: string) => table.columns.findIndex((one) => one.name === name);
  return DOMAIN_RULES.filter((rule) => rule.columns.every((name) => position(name) >= 0)).map(
    (rule) => {
      const positions = rule.columns.map(position);
      return {
        name: rule.name,
        judge: (row) => rule.holds(...positions.map((index) => row[index] ?? null)),
      };
    },
  );
}

function bytesPerPacket(protocol: string, side: 'src' | 'dst'): DomainRule {
  const least = LEAST_BYTES[protocol] ?? 0;
  return {
    name: `${protocol}${side === 'src' ? 'Source' : 'Destination'}BytesPerPacket`,
    columns: ['protocol', `${side}_packets`, `${side}_bytes`],
    holds: (found, packets, bytes) =>
      found !== protocol || packets === null || bytes === null
        ? null
        : Number(bytes) >= least * Number(packets),
  };
}

function noBytesWithoutPackets(side: 'src' | 'dst'): DomainRule {
  return {
    name: `no${side === 'src' ? 'Source' : 'Destination'}BytesWithoutPackets`,
    columns: [`${side}_packets`, `${side}_bytes`],
    holds: (packets, bytes) => (packets !== 0 || bytes === null ? null : bytes === 0),
  };
}

function isVersion6(address: Value): boolean {
  return String(address).includes(':');
}
