import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  type CaptureFormat,
  FORMATS_OF_KIND,
  SOURCE_KINDS,
  type SourceKind,
} from '../../engine/core/capture-format.ts';
import { SynthesisError } from '../../engine/core/errors.ts';
import { type ReadAll, readContent } from '../unit/ingest/read-text.ts';

const RUNS = 150;
const SEED = 42;

const COLUMNS: Readonly<Record<SourceKind, Readonly<Record<string, string>>>> = {
  events: { time_us: 'te', host: 'sa', event_type: 'pr' },
  flows: { start_us: 'te', protocol: 'pr', src_ip: 'sa', dst_ip: 'da', src_port: 'sp' },
  dns: { time_us: 'te', query: 'sa' },
};

/** Pieces that the readers look for, so that random files get past their front door. */
const PIECES = [
  'te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,label\n',
  'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt\n',
  'frame_time_epoch,ip_src,ip_dst,dns_qry_name,dns_a\n',
  '#separator \\x09\n',
  '#separator \\x00\n',
  '#fields\tts\tid.orig_h\tid.resp_h\tproto\tquery\tanswers\tTTLs\n',
  '2016-04-11 00:02:04,0.0,10.0.0.1,10.0.0.2,8080,1,TCP,.A..S.,0,40,1,44,x\n',
  '1.5\t10.0.0.1\t10.0.0.2\ttcp\ta\tb,c\t1,-\n',
  '{"EventID":3,"Channel":"Sysmon","Hostname":"a","UtcTime":"2020-01-01 00:00:00"}\n',
  '{"ts":1.5,"id_orig_h":"10.0.0.1","id_resp_h":"::1","proto":"tcp","query":"a"}\n',
  '{"__proto__":{"EventID":1}}\n',
  '<Event>',
  '</Event>',
  '<System>',
  '</System>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<!DOCTYPE a>',
  '<Data Name="UtcTime">',
  '&#0;',
  '"',
  '""',
  ',',
  '\n',
  '\r\n',
  '\0',
  '\ufeff',
  '\u2028',
  'Infinity',
  '1e400',
  '99999999999999999999',
  '{"a":',
  '[',
  ']',
  '}',
  '\ud83d\ude00',
];

const cases = SOURCE_KINDS.flatMap((kind) =>
  FORMATS_OF_KIND[kind].map((format) => [kind, format] as const),
);

describe('every reader', () => {
  for (const [kind, format] of cases) {
    it(`should survive any bytes as ${format} of ${kind}`, async () => {
      await fc.assert(
        fc.asyncProperty(hostileBytes(), fc.boolean(), async (bytes, zipped) => {
          const content = zipped ? gzipSync(bytes) : bytes;

          await readOrRefuse(content, kind, format);
          await readOrRefuse(content, kind, 'auto');
        }),
        { numRuns: RUNS, seed: SEED },
      );
    });
  }

  for (const [kind, format] of cases.filter(([, one]) => /-(?:jsonl|json|tsv)$/.test(one))) {
    it(`should account for every line of ${format}`, async () => {
      await fc.assert(
        fc.asyncProperty(hostileBytes(), async (bytes) => {
          fc.pre(bytes[0] !== 0x1f && bytes[0] !== 0xff && bytes[0] !== 0xfe);

          const all = await readOrRefuse(bytes, kind, format);

          expect(all).not.to.equal(null);
          expect(rowsOf(all)).to.equal(linesOf(bytes));
          expectOrder(all);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    });
  }

  it('should account for every line of a CSV without quotes', async () => {
    const header = PIECES[0] ?? '';
    await fc.assert(
      fc.asyncProperty(hostileBytes(), async (bytes) => {
        const body = bytes.filter((byte) => byte !== 0x22);
        const content = Buffer.concat([Buffer.from(header), body]);

        const all = await readOrRefuse(content, 'flows', 'ugr16-csv');

        expect(rowsOf(all)).to.equal(linesOf(content));
        expectOrder(all);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});

async function readOrRefuse(
  content: Uint8Array,
  kind: SourceKind,
  format: CaptureFormat | 'auto',
): Promise<ReadAll<SourceKind> | null> {
  const columns = format === 'csv' ? COLUMNS[kind] : {};
  try {
    const limits = { lineBytes: 2000, recordChars: 1000 };
    return await readContent(content, { kind, format, columns, limits });
  } catch (error) {
    expect(error).to.be.instanceOf(SynthesisError);
    expect((error as SynthesisError).code).not.to.equal('defect');
    return null;
  }
}

function hostileBytes(): fc.Arbitrary<Uint8Array> {
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...PIECES).map((text) => Buffer.from(text)) },
    { weight: 2, arbitrary: fc.string().map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
    { weight: 1, arbitrary: fc.constant(Buffer.alloc(3000, 'x')) },
  );
  return fc.array(piece, { maxLength: 30 }).map((pieces) => new Uint8Array(Buffer.concat(pieces)));
}

function rowsOf(all: ReadAll<SourceKind> | null): number {
  return all === null ? -1 : all.records.length + all.bad.length + all.skipped;
}

/** Lines of a file: what stands before each LF, and what stands after the last one. */
function linesOf(bytes: Uint8Array): number {
  const ends = bytes.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
  return ends + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0);
}

function expectOrder(all: ReadAll<SourceKind> | null): void {
  const lines = all?.lines ?? [];
  expect(lines.every((line, at) => at === 0 || line > (lines[at - 1] ?? 0))).to.equal(true);
}
