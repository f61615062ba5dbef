import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { analyzeText, type TextStats, textEncoder } from '../../../engine/encoders/text-encoder.ts';
import { itBehavesLikeAnEncoder, sampleOf } from '../../support/encoder-battery.ts';

const SVCHOST = 'C:\\Windows\\System32\\svchost.exe';
const LONER = 'C:\\Windows\\System32\\spool\\acme-quarterly.exe';

describe('textEncoder', () => {
  itBehavesLikeAnEncoder<string>({
    learn,
    rows: [
      [1, SVCHOST],
      [1, LONER],
      [2, SVCHOST],
      [3, SVCHOST],
      [4, null],
    ],
    kept: [SVCHOST],
    hidden: [LONER],
  });

  it('should make a path of the same directory and extension for a rare one', () => {
    const { encoder } = learn(sampleOf([[1, LONER]]));

    const made = encoder.make(encoder.encode(LONER), createRandom(1), maker());

    expect(made).to.match(/^C:\\Windows\\System32(\\Word)+\.exe$/);
  });

  it('should put another account into a profile directory', () => {
    const rows = [1, 2, 3].map((one) => [one, `C:\\Users\\mary${one}\\AppData\\x.log`] as const);
    const { encoder, stats } = learn(sampleOf(rows));

    const made = encoder.make(
      encoder.encode('C:\\Users\\mary2\\AppData\\x.log'),
      createRandom(1),
      maker(),
    );

    expect(made).to.equal('C:\\Users\\fresh\\AppData\\x.log');
    expect(JSON.stringify(stats)).to.not.include('mary');
  });

  it('should keep nothing of a command line that is rare', () => {
    const line = '"C:\\tools\\acme.exe" -token 8271 --host payroll';
    const { encoder, stats } = learn(sampleOf([[1, line]]));

    const made = encoder.make(encoder.encode(line), createRandom(1), maker()) ?? '';

    for (const word of ['acme', 'token', '8271', 'payroll']) {
      expect(made).to.not.include(word);
      expect(JSON.stringify(stats)).to.not.include(word);
    }
  });
});

function learn(sample: Parameters<typeof analyzeText>[0]) {
  const found = analyzeText(sample, { mayLeave: (_, subjects) => subjects >= 3 });
  const stats = JSON.parse(JSON.stringify(found)) as TextStats;
  return { stats, encoder: textEncoder(stats) };
}

function maker() {
  return { account: () => 'fresh', word: () => 'word' };
}
