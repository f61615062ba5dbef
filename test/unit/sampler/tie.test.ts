import { expect } from 'chai';
import { describe, it } from 'mocha';
import { tieCode, tiedParts, tieEdge } from '../../../engine/sampler/tie.ts';

const OTHER = ['10.0.0.1', 5000, '8.8.8.8', 53, 'udp'];

describe('tieCode', () => {
  it('should tell a repeated tuple from a reversed one', () => {
    expect(tiedParts(tieCode([...OTHER], OTHER))).to.deep.equal([0, 1, 2, 3, 4]);
    expect(tiedParts(tieCode(['8.8.8.8', 53, '10.0.0.1', 5000, 'udp'], OTHER))).to.deep.equal([
      2, 3, 0, 1, 4,
    ]);
  });

  it('should leave out the parts that differ', () => {
    expect(tiedParts(tieCode(['10.0.0.1', 6000, '8.8.8.8', 53, 'udp'], OTHER))).to.deep.equal([
      0, -1, 2, 3, 4,
    ]);
    expect(tiedParts(0)).to.deep.equal([-1, -1, -1, -1, -1]);
  });
});

describe('tieEdge', () => {
  it('should find the earlier slot, whichever end of the link it is', () => {
    const kind = { slots: [0, 1], types: [null, null], links: [{ link: 0, from: 0, to: 1 }] };

    expect(tieEdge(kind, 1)).to.deep.equal({ link: 0, other: 0 });
    expect(tieEdge(kind, 0)).to.equal(null);
  });
});
