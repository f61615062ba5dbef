import { ZEEK_DNS_FIELDS } from '../core/zeek-fields.ts';
import type { DnsRecord } from '../ingest/records.ts';
import { type ExportForm, NOTHING } from './export-form.ts';
import { zeekUid } from './made-identifiers.ts';
import { secondsText } from './stamp-text.ts';
import {
  plainCell,
  textCell,
  type ZeekCell,
  zeekFoot,
  zeekHead,
  zeekObject,
  zeekRow,
} from './zeek-log.ts';

const SECOND_US = 1_000_000;
const DNS_PORT = 53;

const shared = { kind: 'dns', absentFields: () => [] } as const;

/** DNS responses as Zeek's dns.log with its head. */
export const zeekDnsForm: ExportForm<'dns'> = {
  ...shared,
  file: 'dns.log',
  format: 'zeek-dns-tsv',
  head: (openUs) => zeekHead('dns', ZEEK_DNS_FIELDS, openUs),
  line: (record, ordinal) => zeekRow(cellsOf(record, ordinal)),
  foot: zeekFoot,
};

/**
 * DNS responses as dns.log by Zeek's JSON writer.
 *
 * NOTE: an unknown client is written as null, which Zeek leaves out: by it a Zeek log is known as one.
 */
export const zeekDnsJsonForm: ExportForm<'dns'> = {
  ...shared,
  file: 'dns.json',
  format: 'zeek-dns-json',
  head: NOTHING,
  line: (record, ordinal) => {
    const line = zeekObject(ZEEK_DNS_FIELDS, cellsOf(record, ordinal));
    return record.client_ip === null ? `${line.slice(0, -1)},"id.orig_h":null}` : line;
  },
  foot: NOTHING,
};

function cellsOf(record: DnsRecord, ordinal: number): readonly ZeekCell[] {
  const answers = record.answers === '' ? [] : record.answers.split('|');
  const type = answers.some((one) => one.includes(':')) ? ([28, 'AAAA'] as const) : A;
  return [
    plainCell(secondsText(record.time_us)),
    plainCell(zeekUid(ordinal, 'dns')),
    plainCell(record.client_ip),
    plainCell(0),
    plainCell(record.server_ip),
    plainCell(DNS_PORT),
    plainCell('udp'),
    plainCell(ordinal % 65_536),
    null,
    textCell(record.query),
    plainCell(1),
    plainCell('C_INTERNET'),
    plainCell(type[0]),
    plainCell(type[1]),
    plainCell(0),
    plainCell('NOERROR'),
    plainCell('F'),
    plainCell('F'),
    plainCell('T'),
    plainCell('T'),
    plainCell(0),
    answers.length === 0 ? null : { kind: 'list', texts: answers, quoted: true },
    lifetimes(record.ttl_s, answers.length),
    plainCell('F'),
  ];
}

const A = [1, 'A'] as const;

/** The time to live beside each answer, also where an answer without address has one. */
function lifetimes(ttlS: number | null, answers: number): ZeekCell {
  if (ttlS === null) return null;
  const text = secondsText(ttlS * SECOND_US);
  const texts = Array.from({ length: Math.max(1, answers) }, () => text);
  return { kind: 'list', texts, quoted: false };
}
