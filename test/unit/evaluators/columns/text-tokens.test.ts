import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { drawPieces, isText, piecesOf } from '../../../../evaluators/columns/text-tokens.ts';

describe('piecesOf', () => {
  it('should lose nothing but surplus blanks', () => {
    const text = 'cmd.exe /c whoami --user 12345 ünïcode';

    expect(piecesOf(text).join('')).to.equal(text);
  });

  it('should cut long runs', () => {
    expect(piecesOf('powershell 123456')).to.deep.equal(['power', 'shell', ' 123', '456']);
  });
});

describe('drawPieces', () => {
  it('should draw a piece of each text and keep what is missing', () => {
    const drawn = drawPieces(['abc', null, ''], createRandom(1));

    expect(drawn).to.deep.equal(['abc', null, null]);
  });
});

describe('isText', () => {
  it('should need more than 5 % singles', () => {
    const categories = Array.from({ length: 19 }, () => 'a');

    expect(isText([...categories, 'b'])).to.equal(false);
    expect(isText([...categories.slice(1), 'b'])).to.equal(true);
  });
});
