import { expect } from 'chai';
import { describe, it } from 'mocha';
import { LENGTH_BINS, lengthBin, lengthLabel } from '../../../../evaluators/text/length-bins.ts';
import { shapeOf, tokensOf } from '../../../../evaluators/text/text-shape.ts';

describe('tokensOf', () => {
  it('should cut at slots, case, digits and signs', () => {
    expect(tokensOf('<path.exe> -noPSta HTMLPage7')).to.deep.equal([
      ...['<path.exe>', ' ', '-', 'no', 'P', 'Sta', ' ', 'HTML', 'Page', '7'],
    ]);
  });
});

describe('shapeOf', () => {
  it('should count characters by class, parts, and runs of tokens with both ends', () => {
    const shape = shapeOf('C:\\Ab\\c7', 'path');

    expect(shape.classes).to.deep.equal([2, 2, 1, 0, 3, 0]);
    expect(shape).to.include({ length: 8, depth: 3, form: 'drive' });
    expect(shape.grams.map((one) => one.length)).to.deep.equal([7, 8, 7]);
    expect(shape.grams[1]?.at(0)).to.equal('^\u0000C');
    expect(shape.grams[2]?.at(-1)).to.equal('c\u00007\u0000$');
  });

  it('should say nothing of the words of a name but class and size', () => {
    const one = shapeOf('mailhost3.corp.example', 'fqdn');
    const other = shapeOf('gonzales9.home.company', 'fqdn');

    expect(one).to.deep.equal(other);
  });
});

describe('lengthBin', () => {
  it('should put every length into the bin whose label holds it', () => {
    for (let length = 0; length < 5000; length += 1) {
      const [low, high] = lengthLabel(lengthBin(length)).split('-');

      expect(length).to.be.at.least(Number.parseInt(low ?? '', 10));
      if (high !== undefined) expect(length).to.be.at.most(Number(high));
    }
    expect(lengthBin(1e9)).to.equal(LENGTH_BINS - 1);
  });
});
