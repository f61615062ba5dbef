import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import {
  drawShape,
  learnLabels,
  makeLabel,
  shapeOfLabel,
} from '../../../engine/subjects/label-law.ts';
import { WordBook } from '../../../engine/subjects/word-book.ts';

const NONE = () => false;

describe('shapeOfLabel', () => {
  it('should tell words, numbers and what machines make', () => {
    const shapes = {
      workstation5: 'wd',
      'ws-0042': 'x-d',
      e1553: 'xd',
      '0543759ca9f47ed7': 'h',
      meatwntpj4q3u1x: 'r',
      'ip-172-18-39-100': 'x-a',
      'wd-prod-cp': 'x-w-x',
      _ldap: '_w',
    };

    for (const [label, shape] of Object.entries(shapes)) {
      expect(shapeOfLabel(label, NONE), label).to.equal(shape);
    }
    expect(shapeOfLabel('www', (one) => one === 'www')).to.equal('=www');
  });
});

describe('learnLabels', () => {
  const labels = Array.from({ length: 40 }, (_, at) => `node-0${at % 10}${at % 7}`);
  const law = learnLabels([...labels, 'x7secret9y', 'www'], 5, (one) => one === 'www');

  it('should make labels of the shapes and lengths that it learned', () => {
    const words = new WordBook(['bano', 'kelura', 'sit']);
    const random = createRandom(1);

    const made = Array.from({ length: 200 }, () =>
      makeLabel(law, drawShape(law, random), words, random),
    );

    const fitting = made.filter((one) => /^[a-z]{3,6}-0\d\d$/.test(one));
    expect(fitting.length).to.be.above(150);
    expect(made).to.include('www');
  });

  it('should keep no rare shape and no label that is not common', () => {
    const kept = JSON.stringify(law);

    expect(kept).to.not.include('node').and.not.include('secret').and.not.include('"xdw');
  });
});
