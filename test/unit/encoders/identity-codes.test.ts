import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  actionOf,
  codeOfToken,
  identityCardinality,
} from '../../../engine/encoders/identity-codes.ts';
import { RecencyList } from '../../../engine/sequences/recency.ts';

const SHAPE = { slots: 2, literals: 1, classes: 3 };
const FACTS = {
  slotOf: (token: number) => (token === 7 ? 1 : -1),
  literalOf: (token: number) => (token === 9 ? 0 : -1),
  classOf: () => 2,
};

describe('codeOfToken', () => {
  it('should say what a name is to the subject', () => {
    const met = new RecencyList();
    for (let token = 100; token < 120; token += 1) met.touch(token);
    const say = (token: number) => actionOf(codeOfToken(token, met, FACTS, SHAPE), SHAPE);

    expect(say(-1)).to.deep.equal({ type: 'missing' });
    expect(say(7)).to.deep.equal({ type: 'slot', index: 1 });
    expect(say(9)).to.deep.equal({ type: 'literal', index: 0 });
    expect(say(119)).to.deep.equal({ type: 'rank', rank: 1 });
    expect(say(104)).to.deep.equal({ type: 'rank', rank: 16 });
    expect(say(103)).to.deep.equal({ type: 'older' });
    expect(say(500)).to.deep.equal({ type: 'new', index: 2 });
  });

  it('should stay below the cardinality', () => {
    expect(codeOfToken(500, new RecencyList(), FACTS, SHAPE)).to.equal(
      identityCardinality(SHAPE) - 1,
    );
  });
});
