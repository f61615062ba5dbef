import { DataError } from '../core/errors.ts';
import { RowDefect } from './bad-row.ts';
import { domainName } from './cell.ts';
import { type CsvParser, checkWidth } from './csv-reader.ts';
import { joinAddresses, parseAddress } from './network-address.ts';
import type { ReaderContext } from './reader-context.ts';
import type { DnsRecord } from './records.ts';
import { parseDuration, parseTimestamp } from './timestamp.ts';

const NEEDED = ['frame_time_epoch', 'dns_qry_name'];

/**
 * Opens a parser for DNS responses that tshark wrote with `-T fields -E header=y -E separator=,`;
 * field names may hold dots or underscores, several values stand between `|` or commas.
 *
 * As these are responses, the source is the server.
 *
 * @throws (on the first record) DataError if it is no such header
 */
export function createTsharkDnsParser({ file }: ReaderContext): CsvParser<DnsRecord> {
  let places: ReadonlyMap<string, number> | null = null;
  return {
    get width() {
      return places?.size ?? null;
    },
    parse: (cells) => {
      if (places === null) {
        if (!isTsharkDnsHeader(cells)) throw noHeader(file, cells);
        places = new Map(cells.map((name, place) => [plainName(name), place]));
        return null;
      }
      checkWidth(cells, places.size);
      return dnsOf(cells, places);
    },
  };
}

/** True for the header of a tshark file of DNS responses. */
export function isTsharkDnsHeader(cells: readonly string[]): boolean {
  const names = cells.map(plainName);
  return NEEDED.every((name) => names.includes(name)) && new Set(names).size === names.length;
}

/** @returns null for a query, and for a response that names nothing */
function dnsOf(cells: readonly string[], places: ReadonlyMap<string, number>): DnsRecord | null {
  const cell = (name: string) => cells[places.get(name) ?? -1] || null;
  const stamp = cell('frame_time_epoch');
  if (stamp === null) throw new RowDefect('frame_time_epoch: is missing');
  const time = parseTimestamp('frame_time_epoch', stamp);
  const query = domainName(cell('dns_qry_name') ?? '');
  const isQuery = ['0', 'False'].includes(cell('dns_flags_response') ?? '');
  if (query === null || isQuery) return null;
  const address = (name: string) => {
    const text = cell(name);
    return text === null ? null : parseAddress(name, text);
  };
  const spans = words(cell('dns_resp_ttl')).map((text) => parseDuration('dns_resp_ttl', text));
  return {
    time_us: time,
    raw_time: stamp,
    client_ip: address('ip_dst') ?? address('ipv6_dst'),
    server_ip: address('ip_src') ?? address('ipv6_src'),
    query,
    answers: joinAddresses([...words(cell('dns_a')), ...words(cell('dns_aaaa'))]),
    ttl_s: spans.length === 0 ? null : Math.round(Math.min(...spans) / 1_000_000),
  };
}

function words(text: string | null): readonly string[] {
  return text === null ? [] : text.split(/[|,]/);
}

function plainName(name: string): string {
  return name.trim().toLowerCase().replaceAll('.', '_');
}

function noHeader(file: string, cells: readonly string[]): DataError {
  const found = cells.slice(0, 8).join(',').slice(0, 200);
  return new DataError(
    `${file}: is no tshark CSV of DNS responses: ${found}; it needs the columns ${NEEDED.join(', ')}`,
    { file, found },
  );
}
