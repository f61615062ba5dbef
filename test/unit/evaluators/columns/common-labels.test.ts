import { expect } from 'chai';
import { describe, it } from 'mocha';
import { labelShares } from '../../../../evaluators/columns/common-labels.ts';

describe('labelShares', () => {
  it('should name no value that few subjects hold, however often they do', () => {
    const values = [...fill('svchost.exe', 50), ...fill('secret.exe', 50)];
    const subjects = [...values.keys()].map((at) => (at < 50 ? at : 999));

    const shares = labelShares({ values, subjects }, values, { k: 10 });

    expect(shares.map(({ label }) => label)).to.deep.equal(['svchost.exe', 'rare']);
    expect(shares[1]?.original).to.be.closeTo(0.5, 1e-9);
  });

  it('should name no value that at most 7 rows hold, even where k is 1', () => {
    const values = [...fill('a', 20), ...fill('b', 7)];

    const shares = labelShares({ values, subjects: [...values.keys()] }, values, { k: 1 });

    expect(shares.map(({ label }) => label)).to.deep.equal(['a', 'rare']);
  });

  it('should not name what only the synthetic side holds', () => {
    const values = fill('a', 20);

    const shares = labelShares({ values, subjects: [...values.keys()] }, fill('new', 20), { k: 2 });

    expect(shares).to.have.length(2);
    expect(shares[1]?.label).to.equal('rare');
    expect(shares[1]?.synthetic).to.be.closeTo(1, 1e-9);
  });

  it('should sum the common values beyond the ninth as other', () => {
    const values = 'abcdefghijkl'.split('').flatMap((letter) => fill(letter, 12));

    const shares = labelShares({ values, subjects: [...values.keys()] }, values, { k: 2 });

    expect(shares).to.have.length(10);
    expect(shares[9]?.label).to.equal('other');
    expect(shares[9]?.original).to.be.closeTo(3 / 12, 1e-9);
  });
});

function fill(value: string, count: number): string[] {
  return Array.from({ length: count }, () => value);
}
