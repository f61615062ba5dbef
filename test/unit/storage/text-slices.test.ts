import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { wholeRowSlices } from '../../../engine/storage/text-slices.ts';

describe('wholeRowSlices', () => {
  it('should keep every byte and cut after line feeds only', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });
    const lines = fc.array(fc.stringMatching(/^[a-z\t]{0,12}$/), { maxLength: 30 });

    await fc.assert(
      fc.asyncProperty(lines, cuts, fc.integer({ min: 1, max: 60 }), async (rows, sizes, size) => {
        const text = Buffer.from(rows.map((row) => `${row}\n`).join(''));

        const slices: string[] = [];
        for await (const parts of wholeRowSlices(cutAt(text, sizes), size)) {
          slices.push(Buffer.concat(parts).toString());
        }

        expect(slices.join('')).to.equal(text.toString());
        for (const slice of slices) expect(slice.endsWith('\n')).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it('should gather small chunks up to the size', async () => {
    const chunks = Array.from({ length: 10 }, () => Buffer.from('abc\n'));

    const slices: number[] = [];
    for await (const parts of wholeRowSlices(chunks, 16)) {
      slices.push(Buffer.concat(parts).length);
    }

    expect(slices).to.deep.equal([16, 16, 8]);
  });
});

function cutAt(text: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= text.length) break;
    pieces.push(text.subarray(at, at + size));
    at += size;
  }
  if (at < text.length) pieces.push(text.subarray(at));
  return pieces;
}
