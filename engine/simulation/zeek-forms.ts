import { ZEEK_CONN_FIELDS, ZEEK_DNS_FIELDS, type ZeekField } from '../core/zeek-fields.ts';
import { isoStamp, secondsText } from './calendar-stamp.ts';
import type { SiteAnswer, SiteFlow } from './site.ts';

const CODES: Readonly<Record<number, string>> = { 0: 'NOERROR', 2: 'SERVFAIL', 3: 'NXDOMAIN' };

/** What stands before the rows of conn.log; they start on line 9. */
export function connectionHead(openUs: number): string[] {
  return head('conn', ZEEK_CONN_FIELDS, openUs);
}

/** What stands before the rows of dns.log. */
export function answerHead(openUs: number): string[] {
  return head('dns', ZEEK_DNS_FIELDS, openUs);
}

/** The last line of a log. */
export function logFoot(closeUs: number): string {
  return `#close\t${logStamp(closeUs)}`;
}

/** One row of conn.log. */
export function connectionRow(flow: SiteFlow): string {
  const cells = [
    secondsText(flow.startUs),
    flow.uid,
    ...endpoints(flow),
    flow.protocol,
    unset(flow.service),
    flow.durationUs === null ? '-' : secondsText(flow.durationUs),
    unset(flow.origBytes),
    unset(flow.respBytes),
    flow.state,
    isLocal(flow.sourceAddress) ? 'T' : 'F',
    isLocal(flow.destinationAddress) ? 'T' : 'F',
    0,
    unset(flow.history),
    flow.origPackets,
    flow.origIpBytes,
    flow.respPackets,
    flow.respIpBytes,
    '-',
  ];
  return cells.join('\t');
}

/** One row of dns.log. */
export function answerRow(answer: SiteAnswer): string {
  const { flow, responseCode: code } = answer;
  const cells = [
    secondsText(answer.timeUs),
    flow.uid,
    ...endpoints(flow),
    flow.protocol,
    answer.transaction,
    answer.rttUs === null ? '-' : secondsText(answer.rttUs),
    answer.query,
    1,
    'C_INTERNET',
    1,
    'A',
    unset(code),
    code === null ? '-' : unset(CODES[code] ?? null),
    answer.authoritative ? 'T' : 'F',
    'F',
    'T',
    code === null ? 'F' : 'T',
    0,
    answer.answers.join(',') || '-',
    answer.ttlS.map((ttl) => `${ttl}.000000`).join(',') || '-',
    'F',
  ];
  return cells.join('\t');
}

/** One connection as a line of Zeek's JSON writer. */
export function connectionJson(flow: SiteFlow): string {
  return JSON.stringify({
    ts: flow.startUs / 1e6,
    uid: flow.uid,
    'id.orig_h': flow.sourceAddress,
    'id.orig_p': flow.sourcePort,
    'id.resp_h': flow.destinationAddress,
    'id.resp_p': flow.destinationPort,
    proto: flow.protocol,
    ...(flow.service === null ? {} : { service: flow.service }),
    ...(flow.durationUs === null ? {} : { duration: flow.durationUs / 1e6 }),
    ...(flow.origBytes === null ? {} : { orig_bytes: flow.origBytes }),
    ...(flow.respBytes === null ? {} : { resp_bytes: flow.respBytes }),
    conn_state: flow.state,
    local_orig: isLocal(flow.sourceAddress),
    local_resp: isLocal(flow.destinationAddress),
    missed_bytes: 0,
    ...(flow.history === null ? {} : { history: flow.history }),
    orig_pkts: flow.origPackets,
    orig_ip_bytes: flow.origIpBytes,
    resp_pkts: flow.respPackets,
    resp_ip_bytes: flow.respIpBytes,
  });
}

function head(path: string, fields: readonly ZeekField[], openUs: number): string[] {
  return [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    `#path\t${path}`,
    `#open\t${logStamp(openUs)}`,
    `#fields\t${fields.map(([name]) => name).join('\t')}`,
    `#types\t${fields.map(([, type]) => type).join('\t')}`,
  ];
}

function endpoints(flow: SiteFlow): (string | number)[] {
  return [flow.sourceAddress, flow.sourcePort, flow.destinationAddress, flow.destinationPort];
}

function unset(value: string | number | null): string | number {
  return value === null ? '-' : value;
}

/** RFC 1918, as far as the site uses it. */
function isLocal(address: string): boolean {
  return address.startsWith('10.') || address.startsWith('192.168.');
}

/** `2024-03-05-08-30-00` */
function logStamp(timeUs: number): string {
  return isoStamp(timeUs).slice(0, 19).replace(/[T:]/g, '-');
}
