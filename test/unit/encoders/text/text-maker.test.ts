import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { fillMarks, sidOf } from '../../../../engine/encoders/text/text-maker.ts';

describe('fillMarks', () => {
  const maker = { account: () => 'fresh', word: () => 'word' };

  it('should put names of the made world in the place of marks', () => {
    const world = { ...maker, host: () => 'ws7', name: () => 'a.b', address: () => '10.9.9.9' };

    const made = fillMarks('{user} {host} {name} {address} {x}', world, createRandom(1));

    expect(made).to.equal('fresh ws7 a.b 10.9.9.9 {x}');
  });

  it('should do without names', () => {
    expect(fillMarks('{host} {address}', maker, createRandom(1))).to.match(/^word 10(\.\d+){3}$/);
  });

  it('should give an account one number, and accounts of a realm the same first parts', () => {
    const [ann, bob] = [sidOf('CORP\\ann'), sidOf('CORP\\bob')];

    expect(fillMarks('{sid}', maker, createRandom(1))).to.equal(sidOf('fresh'));
    expect(ann).to.match(/^S-1-5-21(-\d{10}){3}-\d+$/);
    expect(ann).to.not.equal(bob);
    expect(ann.replace(/-\d+$/, '')).to.equal(bob.replace(/-\d+$/, ''));
  });
});
