import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { textMemorisation } from '../../../../evaluators/privacy/text-memorisation.ts';
import type { SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { schema, sidesOf } from './private-world.ts';

const COMMON = 'one two three four five six seven';
const options = { k: 3, random: createRandom(1, 'texts') };

describe('textMemorisation', () => {
  const training = texts(60, (at) => (at === 0 ? secret(0) : COMMON));
  const holdout = texts(60, () => COMMON);

  it('should find a run that one training subject holds, and its length', () => {
    const { synthetic, control, copy } = textMemorisation(
      sidesOf(
        training,
        holdout,
        texts(40, (at) => (at < 10 ? `x ${secret(0)} y` : COMMON)),
      ),
      options,
    );

    expect(synthetic).to.deep.equal({ texts: 40, share: 0.25, longest: 7, mean: 7 });
    expect(control.share).to.equal(0);
    expect(copy.share).to.be.closeTo(1 / 60, 1e-12);
  });

  it('should not count runs that k training subjects share', () => {
    const shared = texts(60, (at) => (at < 3 ? secret(0) : COMMON));
    const { synthetic } = textMemorisation(
      sidesOf(
        shared,
        holdout,
        texts(40, () => secret(0)),
      ),
      options,
    );

    expect(synthetic.share).to.equal(0);
  });

  it('should not count runs that strangers hold, too', () => {
    const known = texts(60, (at) => (at % 2 === 0 ? secret(0) : secret(1)));
    const { synthetic, control } = textMemorisation(
      sidesOf(
        training,
        known,
        texts(40, () => secret(0)),
      ),
      options,
    );

    expect([synthetic.share, control.share]).to.deep.equal([0, 0]);
  });

  it('should not count runs below six tokens', () => {
    const short = 'a1 b2 c3';
    const sides = sidesOf(
      texts(60, (at) => (at === 0 ? 'aa bb cc dd ee' : COMMON)),
      holdout,
      texts(40, (at) => (at === 0 ? 'aa bb cc dd ee' : `${COMMON} ${short}`)),
    );

    expect(textMemorisation(sides, options).synthetic.texts).to.equal(39);
  });

  it('should refuse sides without texts', () => {
    expect(() =>
      textMemorisation(
        sidesOf(
          training,
          holdout,
          texts(5, () => COMMON),
        ),
        options,
      ),
    ).to.throw(IncomputableMetricError);
  });
});

function secret(of: number): string {
  return `owl${of} fox${of} elk${of} emu`;
}

/** Subjects of one process each, with a command line. */
function texts(count: number, line: (at: number) => string): SubjectSample {
  const subjects = Array.from({ length: count }, (_, at) => {
    const row = [at, 1, null, 0, 0, null, 'h', null, null, null, line(at), null, null];
    return { key: at, row: [at], tables: new Map([['processes', [row]]]) };
  });
  return { schema, subjects, share: 1 };
}
