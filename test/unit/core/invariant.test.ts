import { expect } from 'chai';
import { describe, it } from 'mocha';
import { SynthesisError } from '../../../engine/core/errors.ts';
import { assertNever, defined, invariant } from '../../../engine/core/invariant.ts';

describe('invariant', () => {
  it('should pass over what holds', () => {
    expect(() => invariant(1 + 1 === 2, 'arithmetic')).not.to.throw();
  });

  for (const condition of [false, 0, '', null, undefined, Number.NaN]) {
    it(`should call ${typeof condition} '${condition}' a defect of ours`, () => {
      const error = thrownBy(() => invariant(condition, 'rows are sorted'));

      expect(error).to.be.instanceOf(SynthesisError);
      expect(error).to.include({ code: 'defect', exitCode: 70 });
      expect(error.message).to.equal('defect: rows are sorted; please report it');
    });
  }
});

describe('defined', () => {
  for (const value of [0, '', false, 'text']) {
    it(`should hand on ${JSON.stringify(value)}`, () => {
      expect(defined<string | number | boolean>(value, 'value')).to.equal(value);
    });
  }

  for (const value of [undefined, null]) {
    it(`should call ${value} a defect of ours`, () => {
      expect(thrownBy(() => defined(value, 'a column'))).to.include({ code: 'defect' });
    });
  }
});

describe('assertNever', () => {
  it('should name the variant that nobody expected', () => {
    const error = thrownBy(() => assertNever({ kind: 'odd' } as never));

    expect(error).to.include({ code: 'defect' });
    expect(error.message).to.include('"kind":"odd"');
  });
});

function thrownBy(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
