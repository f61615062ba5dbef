import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createLineSplitter } from '../../../engine/ingest/line-splitter.ts';

describe('createLineSplitter', () => {
  it('should number lines from 1 and drop their ends', () => {
    const seen = split(['a\r\nb\n\nc']);

    expect(seen).to.deep.equal(['1 a', '2 b', '3 ', '4 c']);
  });

  it('should give the same lines whatever the chunks', () => {
    const text = 'first\r\nzw\u00f6lf \ud83d\ude00\nlast\n';
    const whole = split([text]);

    for (let size = 1; size < 9; size += 1) expect(split([text], 100, size)).to.deep.equal(whole);
    expect(whole).to.deep.equal(['1 first', '2 zw\u00f6lf \ud83d\ude00', '3 last']);
  });

  it('should drop a byte order mark', () => {
    expect(split(['\ufeffa\n\ufeffb\n'])).to.deep.equal(['1 a', '2 \ufeffb']);
  });

  it('should tell an overlong line and go on after it', () => {
    for (const size of [1, 7, 1000]) {
      const seen = split([`ok\n${'x'.repeat(200)}\nok\n`], 100, size);

      expect(seen).to.deep.equal(['1 ok', '2 ! is longer than 100 bytes', '3 ok']);
    }
  });

  it('should take a line of exactly the limit, counted in bytes', () => {
    const fits = '\u00e9'.repeat(50);

    expect(split([`${fits}\n${fits}x\n`], 100)).to.deep.equal([
      `1 ${fits}`,
      '2 ! is longer than 100 bytes',
    ]);
  });

  it('should tell bytes that are not UTF-8, and NUL', () => {
    const bytes = Buffer.concat([
      Buffer.from('a\n'),
      Buffer.from([0xff, 0xfe, 0x41, 10]),
      Buffer.from('b\0c\nd\n'),
    ]);

    expect(split([bytes])).to.deep.equal(['1 a', '2 ! is not UTF-8', '3 ! holds NUL', '4 d']);
  });

  it('should give nothing for an empty file', () => {
    expect(split([''])).to.deep.equal([]);
  });
});

function split(parts: readonly (string | Buffer)[], limit = 1000, size = 1_000_000): string[] {
  const seen: string[] = [];
  const splitter = createLineSplitter(limit, {
    line: (text, line) => seen.push(`${line} ${text}`),
    defect: (reason, line) => seen.push(`${line} ! ${reason}`),
  });
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
  splitter.end();
  return seen;
}
