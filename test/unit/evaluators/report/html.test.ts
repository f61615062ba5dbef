import { expect } from 'chai';
import { describe, it } from 'mocha';
import { html, htmlTable } from '../../../../evaluators/report/html.ts';

describe('htmlTable', () => {
  it('should keep the number that a cell sorts by, and none for a missing one', () => {
    const { markup } = htmlTable(
      ['name', 'share'],
      [
        ['a', { shown: '50 %', order: 0.5 }],
        ['b', { shown: '–', order: null }],
      ],
    );

    expect(markup).to.contain('<td data-v="0.5">50 %</td>').and.to.contain('<td data-v="">–</td>');
  });

  it('should scroll inside from 21 rows on, and offer to sort from two', () => {
    const table = (rows: number) =>
      htmlTable(
        ['n'],
        Array.from({ length: rows }, () => ['x']),
      ).markup;

    expect([20, 21].map((rows) => table(rows).includes('tall'))).to.deep.equal([false, true]);
    expect([1, 2].map((rows) => table(rows).includes('data-sort'))).to.deep.equal([false, true]);
  });

  it('should escape what stands in cells and heads', () => {
    const { markup } = htmlTable(['<b>'], [['<i>'], [html`<u>kept</u>`]]);

    expect(markup).not.to.match(/<[bi]>/);
    expect(markup).to.contain('<u>kept</u>');
  });
});
