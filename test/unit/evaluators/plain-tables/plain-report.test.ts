import { expect } from 'chai';
import { DataError } from '../../../../engine/core/errors.ts';
import type { PlainTable } from '../../../../engine/core/plain-table.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import type { PlainPart } from '../../../../evaluators/plain-tables/plain-part.ts';
import { judgePlainParts } from '../../../../evaluators/plain-tables/plain-report.ts';

describe('judgePlainParts', () => {
  it('should take rows without key as subjects, and a unique key as one row each', () => {
    const part = flatPart(200, 'flat');

    expect(judge(part, part, part).setup).to.equal('1:1');
    expect(judge(keyed(part, 200), keyed(part, 200), keyed(part, 200)).setup).to.equal('1:1');
  });

  it('should give a copy of all real rows the best accuracy', () => {
    const [training, holdout] = [flatPart(200, 'training'), flatPart(200, 'holdout')];
    const copy = {
      ...training,
      target: {
        rows: 400,
        columns: training.target.columns.map((column, at) => ({
          ...column,
          values: [...column.values, ...(holdout.target.columns[at]?.values ?? [])],
        })),
      },
    };

    const { accuracy, coherence } = { ...judge(training, holdout, copy), coherence: null };

    expect(accuracy.overall).to.equal(1);
    expect(coherence).to.equal(null);
  });

  it('should judge lengths, next rows and coherence of sequences', () => {
    const part = (name: string) => keyed(flatPart(900, name), 150);

    const report = judge(part('training'), part('holdout'), part('synthetic'));

    expect(report.setup).to.equal('1:N');
    expect(report.subjects).to.deep.equal({ training: 150, holdout: 150, synthetic: 150 });
    expect(Object.keys(report.columns)).to.deep.equal(['Sequence Length', 'color', 'size']);
    expect(report.accuracy.coherence).to.be.within(0.5, 1);
  });

  it('should join the context by its key and leave subjects without one out', () => {
    const context: PlainTable = {
      rows: 120,
      columns: [
        { name: 'id', values: Array.from({ length: 120 }, (_, at) => `s${at}`) },
        { name: 'site', values: Array.from({ length: 120 }, (_, at) => `site${at % 3}`) },
      ],
    };
    const part = { ...keyed(flatPart(450, 'x'), 150), context: { table: context, key: 'id' } };

    const report = judge(part, part, part);

    expect(report.subjects.training).to.equal(120);
  });

  it('should say why where there are too few subjects', () => {
    const report = judge(flatPart(50, 'a'), flatPart(50, 'b'), flatPart(50, 'c'));

    expect(report.accuracy.overall).to.equal(null);
    expect(report.notes.join()).to.contain('too few subjects: 50');
  });

  it('should refuse a part that lacks a column', () => {
    const part = flatPart(200, 'a');
    const lame = { ...part, target: { rows: 200, columns: part.target.columns.slice(1) } };

    expect(() => judge(part, part, lame)).to.throw(DataError, 'no such column: color');
  });
});

function judge(training: PlainPart, holdout: PlainPart, synthetic: PlainPart) {
  const random = createRandom(1, 'plain');
  return judgePlainParts({ training, holdout, synthetic }, { types: {}, random });
}

function flatPart(rows: number, seed: string): PlainPart {
  const random = createRandom(7, seed);
  const sizes = Array.from({ length: rows }, () => String(random.integer(40)));
  const colors = sizes.map((size) => (Number(size) > 20 ? 'red' : random.pick(['blue', 'green'])));
  const columns = [
    { name: 'color', values: colors },
    { name: 'size', values: sizes },
  ];
  return { target: { rows, columns }, key: null, context: null };
}

function keyed(part: PlainPart, subjects: number): PlainPart {
  const values = Array.from({ length: part.target.rows }, (_, row) => `s${row % subjects}`);
  const columns = [{ name: 'id', values }, ...part.target.columns];
  return { ...part, key: 'id', target: { rows: part.target.rows, columns } };
}
