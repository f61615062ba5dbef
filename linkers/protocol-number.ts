/** IANA numbers of the protocols that flow exports name. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['igmp', 2],
  ['ipip', 4],
  ['tcp', 6],
  ['egp', 8],
  ['udp', 17],
  ['dccp', 33],
  ['ipv6', 41],
  ['rsvp', 46],
  ['gre', 47],
  ['esp', 50],
  ['ah', 51],
  ['icmp6', 58],
  ['icmpv6', 58],
  ['ipv6-icmp', 58],
  ['eigrp', 88],
  ['ospf', 89],
  ['pim', 103],
  ['vrrp', 112],
  ['sctp', 132],
  ['udplite', 136],
]);

export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMP_V6 = 58;
export const SCTP = 132;

/**
 * The IANA number of a protocol given by name, in any case, or by number.
 *
 * @returns 0 to 255, null where the word is unknown
 */
export function protocolNumber(protocol: string): number | null {
  const known = NUMBERS.get(protocol) ?? NUMBERS.get(protocol.toLowerCase());
  if (known !== undefined) return known;
  return /^\d{1,3}$/.test(protocol) && Number(protocol) < 256 ? Number(protocol) : null;
}

/** Whether the protocol's conversations are told apart by ports (or ICMP type and code). */
export function hasPorts(protocol: number): boolean {
  return (
    protocol === TCP ||
    protocol === UDP ||
    protocol === ICMP ||
    protocol === ICMP_V6 ||
    protocol === SCTP
  );
}

/** Request and answer types of ICMP that make one conversation. */
const COUNTERPARTS: ReadonlyMap<number, number> = new Map(
  [
    [8, 0],
    [13, 14],
    [15, 16],
    [10, 9],
    [17, 18],
  ].flatMap(([one = 0, other = 0]) => [
    [one, other],
    [other, one],
  ]),
);

/** The same for ICMP version 6. */
const COUNTERPARTS_V6: ReadonlyMap<number, number> = new Map(
  [
    [128, 129],
    [133, 134],
    [135, 136],
    [130, 131],
    [139, 140],
    [144, 145],
  ].flatMap(([one = 0, other = 0]) => [
    [one, other],
    [other, one],
  ]),
);

/**
 * The ICMP type that answers another one.
 *
 * @returns null where the type is one-way: its code takes the second port and no swap is made
 * @see Community ID v1 specification, corelight/community-id-spec
 */
export function icmpCounterpart(protocol: number, type: number): number | null {
  const counterparts = protocol === ICMP ? COUNTERPARTS : COUNTERPARTS_V6;
  return counterparts.get(type) ?? null;
}
