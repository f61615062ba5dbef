/** Arbitrary records as readers give them: canonical, of any letters, of any kind. */
import fc from 'fast-check';
import { canonicalAddress } from '../../engine/ingest/network-address.ts';
import type { DnsRecord, EventRecord, FlowRecord } from '../../engine/ingest/records.ts';
import { SYSMON_KINDS } from '../../engine/schema/sysmon-kinds.ts';

const END_US = Date.UTC(2201, 0, 1) * 1000;

/** What breaks forms: separators, quotes, escapes, marks of what is missing, words of other alphabets. */
const AWKWARD = [
  'C:\\Windows\\System32\\svchost.exe -k "netsvcs"',
  '(empty)',
  '\\x09',
  '\\x',
  '\\',
  '"',
  '""',
  "it's <b>&amp;</b> ]]> <!-- --> </Event><Event>",
  'a,b|c;d',
  '#fields',
  ' leading and trailing ',
  '日本語 \u{1f9ea} Größe',
  '\ufffd\u2028\u0085',
  '\u202egnp.exe',
] as const;

/** Texts that a record may hold; `isTame` leaves out the control characters that XML has no place for. */
export function textArbitrary(isTame = false): fc.Arbitrary<string> {
  const wild = fc.string({ unit: 'binary', maxLength: 12 });
  const tabbed = fc.constantFrom('a\tb', 'a\nb', 'two\r\nlines', '\r');
  const control = fc.constantFrom('\u0001\u001f', '\u007f', 'a\u000bb\u000c');
  const any = fc.oneof(fc.constantFrom(...AWKWARD), wild, tabbed, ...(isTame ? [] : [control]));
  const dropped = isTame ? TAMED : NUL;
  return any.map((text) => text.replace(dropped, '')).filter((text) => text !== '' && text !== '-');
}

const NUL = /\0/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be left out
const TAMED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const time = fc.integer({ min: 0, max: END_US - 1 });
const count = fc.maxSafeNat();
const port = fc.nat({ max: 65_535 });
const address = fc.oneof(fc.ipV4(), fc.ipV6()).map((text) => canonicalAddress(text) as string);
const name = fc.oneof(
  fc.domain().map((text) => text.toLowerCase()),
  fc.constantFrom('ws-01', '_ldap._tcp.dc.corp.example', 'büro.example', '(empty)', '*.a,b'),
);
const guid = fc.uuid().map((text) => `{${text}}`);
const protocol = fc.constantFrom('tcp', 'udp', 'sctp', 'gre', 'igmp', 'ipv6-frag', 'proto-200');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 });

/** Events of every kind; fields that a kind does not have are filled all the same. */
export function eventArbitrary(isTame = false): fc.Arbitrary<EventRecord> {
  const text = textArbitrary(isTame);
  const kinds = Object.keys(SYSMON_KINDS).map(Number);
  return fc.constantFrom(...kinds).chain((kind) =>
    fc.record({
      time_us: time,
      logged_us: maybe(time),
      raw_time: fc.constant(''),
      host: name,
      event_type: fc.constant(kind),
      process_guid: maybe(guid),
      process_id: maybe(count),
      image: maybe(text),
      parent_guid: maybe(guid),
      parent_image: maybe(text),
      command_line: maybe(text),
      user_name: maybe(text),
      integrity_level: maybe(text),
      protocol: maybe(protocol),
      initiated: maybe(fc.boolean()),
      src_ip: maybe(address),
      src_port: maybe(port),
      dst_ip: maybe(address),
      dst_port: maybe(port),
      src_hostname: maybe(name),
      dst_hostname: maybe(name),
      query_name: maybe(name),
      query_status: maybe(text),
      query_results: maybe(text),
      target: maybe(text),
      detail: maybe(text),
      target_guid: maybe(guid),
      value: maybe(valueArbitrary(text, SYSMON_KINDS[kind]?.value.length ?? 0)),
      hashes: maybe(text),
      signature: maybe(signatureArbitrary(text)),
      current_directory: maybe(text),
    }),
  );
}

/** Stamps that lie together: the same, within a millisecond, or anywhere. */
export function stampsArbitrary(): fc.Arbitrary<readonly [timeUs: number, loggedUs: number]> {
  const near = fc.constantFrom(-1000, -999, -1, 0, 1, 999, 1000);
  const from = fc.oneof(
    fc.integer({ min: 2000, max: END_US - 4000 }),
    fc.integer({ min: 2, max: 7_000_000_000_000 }).map((ms) => ms * 1000),
  );
  return fc.tuple(from, near).map(([timeUs, gap]) => [timeUs, timeUs + gap] as const);
}

function valueArbitrary(text: fc.Arbitrary<string>, parts: number): fc.Arbitrary<string> {
  if (parts < 2) return text;
  const part = fc.oneof(text, fc.constant('-')).map((one) => one.replaceAll('|', '') || '-');
  return fc
    .array(part, { minLength: parts, maxLength: parts })
    .filter((all) => all.some((one) => one !== '-'))
    .map((all) => all.join('|'));
}

function signatureArbitrary(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const signer = text.map((one) => one.replaceAll('|', '!'));
  const status = fc.constantFrom('Expired', 'Revoked', 'Unavailable');
  const bad = fc.tuple(signer, status).map(([one, word]) => `${one}|${word}`);
  return fc.oneof(fc.constant('unsigned'), signer, bad);
}

/** Flows in one direction or both, by any protocol. */
export function flowArbitrary(): fc.Arbitrary<FlowRecord> {
  const text = textArbitrary();
  return fc
    .record({
      start_us: time,
      duration_us: maybe(fc.oneof(fc.nat({ max: 100_000_000 }), time)),
      raw_time: fc.constant(''),
      protocol: fc.oneof(protocol, fc.constant('icmp')),
      src_ip: address,
      src_port: maybe(port),
      dst_ip: address,
      dst_port: maybe(port),
      src_packets: maybe(count),
      src_bytes: maybe(count),
      dst_packets: maybe(count),
      dst_bytes: maybe(count),
      tcp_flags: maybe(fc.constantFrom('.AP.S.', '...AP.SF', '......')),
      state: maybe(text),
      service: maybe(text),
      tos: maybe(fc.nat({ max: 255 })),
      label: maybe(text),
    })
    .map(canonicalFlow);
}

/** Ends before the last year that readers take; ICMP of its family, with type and code or neither. */
function canonicalFlow(flow: FlowRecord): FlowRecord {
  const { duration_us: duration, src_port: type } = flow;
  const fits = duration === null || flow.start_us + duration < END_US;
  const icmp = flow.protocol === 'icmp';
  return {
    ...flow,
    duration_us: fits ? duration : 1,
    protocol: icmp && flow.src_ip.includes(':') ? 'ipv6-icmp' : flow.protocol,
    dst_port: icmp ? (type === null ? null : (flow.dst_port ?? 0)) : flow.dst_port,
  };
}

/** DNS responses with any number of answers. */
export function dnsArbitrary(): fc.Arbitrary<DnsRecord> {
  return fc.record({
    time_us: time,
    raw_time: fc.constant(''),
    client_ip: maybe(address),
    server_ip: maybe(address),
    query: name,
    answers: fc.uniqueArray(address, { maxLength: 4 }).map((all) => all.join('|')),
    ttl_s: maybe(fc.nat()),
  });
}
