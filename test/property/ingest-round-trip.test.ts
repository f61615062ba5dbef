import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { canonicalAddress } from '../../engine/ingest/network-address.ts';
import { splitQuoted } from '../../engine/ingest/split-quoted.ts';
import { parseDuration, parseTimestamp } from '../../engine/ingest/timestamp.ts';
import { readContent } from '../unit/ingest/read-text.ts';

const OPTIONS = { numRuns: 1000, seed: 42 };
const END_US = Date.UTC(2201, 0, 1) * 1000;

const stamp = fc.integer({ min: 0, max: END_US - 1 });

describe('times', () => {
  it('should come back exactly from decimal seconds', () => {
    fc.assert(
      fc.property(stamp, (us) => {
        expect(parseTimestamp('ts', decimalSeconds(us))).to.equal(us);
      }),
      OPTIONS,
    );
  });

  it('should come back exactly from a JSON number', () => {
    fc.assert(
      fc.property(stamp, (us) => {
        const number: number = JSON.parse(decimalSeconds(us));

        expect(parseTimestamp('ts', String(number))).to.equal(us);
      }),
      OPTIONS,
    );
  });

  it('should come back exactly from ISO 8601, in any zone', () => {
    const zone = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(stamp, zone, fc.constantFrom('T', ' '), (us, minutes, separator) => {
        const local = us + minutes * 60_000_000;
        fc.pre(local >= 0);
        const micros = String(local % 1_000_000).padStart(6, '0');
        const seconds = new Date(Math.floor(local / 1_000_000) * 1000).toISOString().slice(0, 19);

        const text = `${seconds.replace('T', separator)}.${micros}${offset(minutes)}`;

        expect(parseTimestamp('ts', text)).to.equal(us);
      }),
      OPTIONS,
    );
  });

  it('should keep durations to the microsecond', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (us) => {
        expect(parseDuration('td', decimalSeconds(us))).to.equal(us);
      }),
      OPTIONS,
    );
  });
});

describe('addresses', () => {
  it('should have one canonical form, which is its own', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = canonicalAddress(text);

        expect(address).not.to.equal(null);
        expect(canonicalAddress(address ?? '')).to.equal(address);
        expect(canonicalAddress(text.toUpperCase())).to.equal(address);
      }),
      OPTIONS,
    );
  });
});

describe('CSV cells', () => {
  it('should be split as csv-parse splits them, or refused alike', () => {
    const record = fc
      .array(fc.constantFrom('"', '""', ',', 'a', 'b c', ' ', '\n', '","'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(
        record.filter((text) => text !== ''),
        (text) => {
          expect(splitQuoted(text, ',')).to.deep.equal(parsedOf(text));
        },
      ),
      { numRuns: 3000, seed: 42 },
    );
  });

  it('should come back as they were written, whatever they hold', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((text) => text.replaceAll('\0', '').replaceAll('\r', ''))
      .filter((text) => text !== '' && text !== '-');
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), async (cells) => {
        const rows = cells.map((text) => `1.5,a,5,"${text.replaceAll('"', '""')}"`);
        const columns = { time_us: 't', host: 'h', event_type: 'e', image: 'i' };
        const options = { kind: 'events', format: 'csv', columns } as const;

        const { records, bad } = await readContent(['t,h,e,i', ...rows].join('\n'), options);

        expect(bad).to.deep.equal([]);
        expect(records.map((one) => one.image)).to.deep.equal(cells);
      }),
      { numRuns: 200, seed: 42 },
    );
  });
});

function parsedOf(record: string): readonly string[] | null {
  try {
    const rows = parse(record, { record_delimiter: '\0' }) as string[][];
    return rows[0] ?? null;
  } catch {
    return null;
  }
}

function decimalSeconds(us: number): string {
  return `${Math.floor(us / 1_000_000)}.${String(us % 1_000_000).padStart(6, '0')}`;
}

function offset(minutes: number): string {
  const size = Math.abs(minutes);
  const digits = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${digits.join(':')}`;
}
