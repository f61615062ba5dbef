import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { EncoderForm } from '../../../engine/core/encoder-form.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';
import { chooseEncoder } from '../../../engine/encoders/choose-encoder.ts';
import { tallyOf } from '../../../engine/encoders/encoder.ts';
import { tallyNumbers } from '../../../engine/encoders/number-tally.ts';
import { type ColumnKind, column } from '../../../engine/schema/column.ts';
import { sampleOf } from '../../support/encoder-battery.ts';

const OPTIONS = { k: 5, table: 'flows' } as const;

describe('chooseEncoder', () => {
  for (const [kind, encoding] of [
    ['port', 'port'],
    ['guid', 'guid'],
    ['fqdn', 'identity'],
    ['path', 'text'],
    ['time', 'moment'],
    ['boolean', 'category'],
  ] as const) {
    it(`should take the usual encoder of a ${kind}`, () => {
      expect(chooseEncoder(column('one', kind), {}, OPTIONS).encoding).to.equal(encoding);
    });
  }

  it('should keep few shared integers exactly, in order where they are amounts', () => {
    const choice = chooseNumbers((row) => 1 + (row % 6));

    expect(choice).to.deep.include({ encoding: 'exact', isOrdered: true });
  });

  it('should take few integers far apart for names', () => {
    const choice = chooseNumbers((row) => [0, 8, 40, 184, 192][row % 5] ?? 0);

    expect(choice).to.deep.include({ encoding: 'exact', isOrdered: false });
  });

  it('should take them for names where one row in two hundred has another, too', () => {
    const choice = chooseNumbers((row) =>
      row % 200 === 0 ? 1000 + row : ([0, 8, 40, 184, 192][row % 5] ?? 0),
    );

    expect(choice).to.deep.include({ encoding: 'numeric', isOrdered: false });
  });

  it('should bin numbers that few subjects share', () => {
    const choice = chooseNumbers((row) => row * row);

    expect(choice).to.deep.include({ encoding: 'numeric', isOrdered: true });
  });

  it('should bin numbers with more than one row in a thousand rare', () => {
    const choice = chooseNumbers((row) => (row % 500 === 0 ? row : 7));

    expect(choice.encoding).to.equal('numeric');
  });

  it('should know sets of flags from other labels', () => {
    expect(chooseLabels(['.A..S.', '.AP.SF']).encoding).to.equal('flags');
    expect(chooseLabels(['...AP...', '........']).encoding).to.equal('flags');
    expect(chooseLabels(['.A..S.', 'SF']).encoding).to.equal('category');
    expect(chooseLabels([]).encoding).to.equal('category');
  });

  it('should follow the scenario where the kind allows it', () => {
    const counts = { numbers: tallyNumbers(sampleOf<number>([[1, 2]])) };
    const choose = (override: EncoderForm) =>
      chooseEncoder(column('size', 'integer'), counts, { ...OPTIONS, override });

    expect(choose('numeric')).to.deep.include({ encoding: 'numeric', isOrdered: true });
    expect(choose('numeric').numeric.form).to.equal('binned');
    expect(choose('category')).to.deep.include({ encoding: 'category', isOrdered: false });
    expect(choose('category').numeric.form).to.equal('exact');
  });

  it('should name the column and what fits it where the scenario asks for something else', () => {
    const choose = (kind: ColumnKind) =>
      chooseEncoder(column('one', kind), {}, { ...OPTIONS, override: 'text' });

    expect(() => choose('fqdn'))
      .to.throw(ScenarioError)
      .with.property('details')
      .that.deep.equals({ column: 'flows.one', encoding: 'text' });
    expect(() => choose('port')).to.throw(/flows\.one: .*exact, numeric, category/);
  });
});

function chooseNumbers(value: (row: number) => number, kind: ColumnKind = 'integer') {
  const rows = Array.from({ length: 3000 }, (_, row) => [row, value(row)] as const);
  return chooseEncoder(column('one', kind), { numbers: tallyNumbers(sampleOf(rows)) }, OPTIONS);
}

function chooseLabels(values: readonly string[]) {
  const labels = tallyOf(sampleOf<string>(values.map((value, row) => [row, value] as const)));
  return chooseEncoder(column('flags', 'category'), { labels }, OPTIONS);
}
