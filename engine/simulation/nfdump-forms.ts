import { isoStamp } from './calendar-stamp.ts';
import type { SiteFlow } from './site.ts';

/** Header of `nfdump -o csv` up to 1.6, as far as the readers need it. */
export const OLD_HEAD = 'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out';

/** Header of `nfdump -o csv` from 1.7.5 on. */
export const NEW_HEAD =
  'firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows';

/** One direction of a connection. */
interface Half {
  readonly startUs: number;
  readonly durationUs: number;
  readonly protocol: string;
  readonly from: readonly [string, number];
  readonly to: readonly [string, number];
  readonly packets: number;
  readonly bytes: number;
  readonly flags: string;
}

/** A connection as the old form has it: each direction a row, times in whole seconds. */
export function oldRows(flow: SiteFlow): string[] {
  return halves(flow).map((half) => {
    const [sourcePort, targetPort] = oldPorts(half);
    const stamps = [
      clock(half.startUs).slice(0, 19),
      clock(half.startUs + half.durationUs).slice(0, 19),
    ];
    const duration = (half.durationUs / 1e6).toFixed(3);
    const ends = [half.from[0], half.to[0], sourcePort, targetPort];
    const rest = [
      half.protocol.toUpperCase(),
      half.flags,
      0,
      0,
      half.packets,
      half.bytes,
      0,
      0,
      0,
      0,
    ];
    return [...stamps, duration, ...ends, ...rest].join(',');
  });
}

/** A connection as the new form has it: each direction a row, times in milliseconds. */
export function newRows(flow: SiteFlow): string[] {
  return halves(flow).map((half) => {
    const duration = (half.durationUs / 1e6).toFixed(3);
    const [sourcePort, targetPort] = oldPorts(half);
    const ends = [half.from[0], sourcePort, half.to[0], targetPort];
    const cells = [clock(half.startUs), duration, half.protocol.toUpperCase(), ...ends];
    return [...cells, half.packets, half.bytes, 1].join(',');
  });
}

function halves(flow: SiteFlow): Half[] {
  const from = [flow.sourceAddress, flow.sourcePort] as const;
  const to = [flow.destinationAddress, flow.destinationPort] as const;
  const { startUs, protocol } = flow;
  const durationUs = flow.durationUs ?? 0;
  const there = { packets: flow.origPackets, bytes: flow.origIpBytes, flags: flagsOf(flow, true) };
  const back = { packets: flow.respPackets, bytes: flow.respIpBytes, flags: flagsOf(flow, false) };
  const both = [
    { startUs, durationUs, protocol, from, to, ...there },
    { startUs, durationUs, protocol, from: to, to: from, ...back },
  ];
  return both.filter((half) => half.packets > 0);
}

/** nfdump keeps type and code of ICMP as `type.code` in the place of the destination port. */
function oldPorts({ protocol, from, to }: Half): (number | string)[] {
  return protocol === 'icmp' ? [0, `${Math.max(from[1], to[1])}.0`] : [from[1], to[1]];
}

/** Eight letters `CEUAPRSF`; UDP and ICMP have none. */
function flagsOf(flow: SiteFlow, forth: boolean): string {
  if (flow.protocol !== 'tcp') return '........';
  const history = flow.history ?? '';
  const has = (letter: string) => history.includes(forth ? letter : letter.toLowerCase());
  const opened = forth ? has('S') : history.includes('h');
  const marks = [has('A') || history.includes('h'), has('D'), has('R'), opened, has('F')];
  const acknowledges = marks[0] && !(forth && history.startsWith('S') && !history.includes('h'));
  const letters = [acknowledges ? 'A' : '.', marks[1] ? 'P' : '.', marks[2] ? 'R' : '.'];
  return `...${letters.join('')}${opened ? 'S' : '.'}${marks[4] ? 'F' : '.'}`;
}

function clock(timeUs: number): string {
  return isoStamp(timeUs).replace('T', ' ').slice(0, -1);
}
