import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { openSplitter, separatorOf } from '../../../../engine/encoders/text/split-text.ts';

describe('openSplitter', () => {
  it('should part a path at its slashes', () => {
    expect(textsOf('HKLM\\System\\Select')).to.deep.equal(['HKLM', 'System', 'Select']);
    expect(textsOf('/var/log/a b')).to.deep.equal(['', 'var', 'log', 'a b']);
  });

  it('should part a command line at blanks outside quotes', () => {
    expect(textsOf('"C:\\Program Files\\a.exe" -k "x y"')).to.deep.equal([
      '"C:\\Program Files\\a.exe"',
      '-k',
      '"x y"',
    ]);
  });

  it('should part a call trace into its frames', () => {
    const trace = 'C:\\a.dll+1f|C:\\b c.dll+2|UNKNOWN(0000000000000001)';

    expect(textsOf(trace)).to.have.length(3);
    expect(separatorOf('a|b')).to.equal(' ');
  });

  it('should give every text back when joined', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '/', '|', '+1', '-') });

    fc.assert(
      fc.property(text, (one) => {
        const { separator, segments } = openSplitter()(one);

        expect(segments.map((segment) => segment.text).join(separator)).to.equal(one);
      }),
      { numRuns: 300, seed: 12 },
    );
  });
});

function textsOf(text: string): string[] {
  return openSplitter()(text).segments.map((one) => one.text);
}
