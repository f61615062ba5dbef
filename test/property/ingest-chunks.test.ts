import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createLineSplitter } from '../../engine/ingest/line-splitter.ts';
import { XmlEventCutter } from '../../engine/ingest/xml-event-cutter.ts';

const OPTIONS = { numRuns: 1000, seed: 42 };

describe('chunks of a file', () => {
  it('should never change its lines', () => {
    const piece = fc.constantFrom(
      'a',
      '\n',
      '\r\n',
      '\ufeff',
      '\0',
      '\u00e9',
      '\ud83d\ude00',
      'x'.repeat(30),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 1, max: 40 }), (pieces, size) => {
        const bytes = Buffer.from(pieces.join(''));

        expect(linesOf(bytes, size)).to.deep.equal(linesOf(bytes, bytes.length + 1));
      }),
      OPTIONS,
    );
  });

  it('should never change its XML events', () => {
    const piece = fc.constantFrom(
      '<Event>',
      '<Event a="b">',
      '</Event>',
      '</Event >',
      '<Events>',
      '</Events>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<Data>',
      'text',
      '\n',
      '<',
      '>',
      'e:Event>',
      '<e:Event>',
      '</e:Event>',
      'x'.repeat(90),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 1, max: 40 }), (pieces, size) => {
        const text = pieces.join('');

        expect(eventsOf(text, size)).to.deep.equal(eventsOf(text, text.length + 1));
      }),
      OPTIONS,
    );
  });
});

function linesOf(bytes: Buffer, size: number): unknown[] {
  const seen: unknown[] = [];
  const splitter = createLineSplitter(50, {
    line: (text, line) => seen.push([line, text]),
    defect: (reason, line) => seen.push([line, reason]),
  });
  for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
  splitter.end();
  return seen;
}

function eventsOf(text: string, size: number): unknown[] {
  const seen: unknown[] = [];
  const cutter = new XmlEventCutter(
    { file: 'a.xml', limit: 200 },
    { event: (xml, line) => seen.push([line, xml]), defect: () => undefined },
  );
  for (let at = 0; at < text.length; at += size) cutter.push(text.slice(at, at + size));
  cutter.end();
  return seen;
}
