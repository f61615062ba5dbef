import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CodeArena } from '../../../engine/sampler/code-arena.ts';

describe('CodeArena', () => {
  it('should take its frames along when it grows', () => {
    const arena = new CodeArena(4);
    const frame = arena.frame(2);
    const at = arena.take(3);
    arena.codes[at] = 7;

    arena.take(1_000_000);

    expect(frame.codes).to.equal(arena.codes);
    expect(frame.codes[at]).to.equal(7);
    expect([...frame.at]).to.deep.equal([0, 0]);
  });

  it('should give out zeros again after it was cleared, and leave the first ones alone', () => {
    const arena = new CodeArena(4);
    const first = arena.take(2);
    arena.codes.fill(9, first, first + 2);

    arena.clear();

    expect(arena.take(2)).to.equal(first);
    expect([...arena.codes.subarray(0, first + 2)]).to.deep.equal([0, 0, 0, 0, 0, 0]);
  });
});
