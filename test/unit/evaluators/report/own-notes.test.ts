import { expect } from 'chai';
import { describe, it } from 'mocha';
import { withoutName } from '../../../../evaluators/report/own-notes.ts';

describe('withoutName', () => {
  it('should strip a chapter’s own name wherever a place begins with it', () => {
    const notes = [
      'relations: relations: ceilings are rough',
      'relations.links: too few',
      'relations, texts: too few: 1',
      'bytes: relations: too few rows',
    ];

    expect(notes.map((note) => withoutName(note, 'relations'))).to.deep.equal([
      'ceilings are rough',
      'links: too few',
      'texts: too few: 1',
      'bytes: too few rows',
    ]);
  });

  it('should leave a word that only begins alike', () => {
    expect(withoutName('textual: few', 'text')).to.equal('textual: few');
  });
});
