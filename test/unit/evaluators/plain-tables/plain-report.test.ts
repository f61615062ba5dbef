import { expect } from 'chai';
import { DataError, ScenarioError } from '../../../../engine/core/errors.ts';
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
        name: 'copy.csv',
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
    const part = { ...keyed(flatPart(450, 'x'), 150), context: contextOf(120) };

    const report = judge(part, part, part);

    expect(report.subjects.training).to.equal(120);
    expect(report.notes).to.include('training: subjects left out, as they have no context row: 30');
  });

  it('should say why where there are too few subjects', () => {
    const full = judge(flatPart(200, 'a'), flatPart(200, 'b'), flatPart(200, 'c'));
    for (const rows of [50, 0]) {
      const report = judge(flatPart(200, 'a'), flatPart(rows, 'b'), flatPart(rows, 'c'));

      expect(report.notes.join()).to.contain(`synthetic: too few subjects: ${rows}`);
      expect(report.accuracy.overall).to.equal(null);
      expect(report.rows).to.deep.equal({ training: 200, holdout: rows, synthetic: rows });
      expect(report.subjects).to.deep.equal(report.rows);
      for (const part of ['similarity', 'distances'] as const) {
        expect(report[part]).to.have.all.keys(Object.keys(full[part]));
        expect(Object.values(report[part]).every((value) => value === null)).to.equal(true);
      }
    }
  });

  it('should say what is null without a holdout', () => {
    const part = flatPart(200, 'a');

    const { notes, ceiling, distances } = judge(part, null, part);

    expect(ceiling).to.equal(null);
    expect(distances.dcrShare).to.equal(null);
    const note = notes.find((one) => one.startsWith('no holdout'));
    for (const name of ['ceiling', 'cosineHoldout', 'dcrShare']) expect(note).to.contain(name);
    for (const name of ['cosineTraining', 'dcr,']) expect(note).not.to.contain(name);
  });

  it('should count rows without a key, and subjects on both real sides', () => {
    const part = keyed(flatPart(900, 'a'), 150);
    const holdout = keyed(flatPart(900, 'b'), 150, (at) => (at < 20 ? `s${at}` : `h${at}`));
    const ids = part.target.columns[0]?.values.map((id, row) => (row < 7 ? null : id)) ?? [];
    const columns = [{ name: 'id', values: ids }, ...part.target.columns.slice(1)];

    const { notes } = judge(part, holdout, { ...part, target: { ...part.target, columns } });

    expect(notes).to.include('synthetic: rows left out, as they have no key: 7');
    expect(notes.find((note) => note.startsWith('holdout: '))).to.match(/in training too.*: 20$/);
  });

  it('should count cells that are not what their column is', () => {
    const part = flatPart(200, 'a');
    const sizes = part.target.columns[1]?.values.map((size, row) => (row < 3 ? 'big' : size)) ?? [];
    const columns = [...part.target.columns.slice(0, 1), { name: 'size', values: sizes }];

    const { notes } = judge(part, part, { ...part, target: { ...part.target, columns } });

    expect(notes).to.include('synthetic: cells of size that are not numeric, judged as missing: 3');
    expect(notes.join()).not.to.contain('big');
  });

  it('should refuse a context with two rows of a subject, and not name it', () => {
    const { table, key } = contextOf(150);
    const values = table.columns[0]?.values.map((id) => (id === 's9' ? 's3' : id)) ?? [];
    const columns = [{ name: 'id', values }, ...table.columns.slice(1)];
    const good = { ...keyed(flatPart(450, 'x'), 150), context: { table, key } };
    const bad = { ...good, context: { table: { ...table, columns }, key } };

    expect(() => judge(good, good, bad))
      .to.throw(DataError, 'context.csv: keys of id that occur more than once: 1, first in row 10')
      .with.property('message')
      .that.does.not.contain('s3');
  });

  it('should refuse a type of a column that is not there, and name those that are', () => {
    const part = { ...keyed(flatPart(450, 'x'), 150), context: contextOf(150) };
    const parts = { training: part, holdout: null, synthetic: part };
    const random = createRandom(1, 'plain');

    expect(() => judgePlainParts(parts, { types: { y: 'numeric' }, random })).to.throw(
      ScenarioError,
      'no such column: y; name one of id, color, size, site',
    );
  });

  it('should refuse a part that lacks a column', () => {
    const part = flatPart(200, 'a');
    const lame = { ...part, target: { ...part.target, columns: part.target.columns.slice(1) } };

    expect(() => judge(part, part, lame)).to.throw(DataError, 'a.csv: no such column: color');
  });
});

function judge(training: PlainPart, holdout: PlainPart | null, synthetic: PlainPart) {
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
  return { target: { name: `${seed}.csv`, rows, columns }, key: null, context: null };
}

function contextOf(subjects: number): { readonly table: PlainTable; readonly key: string } {
  const ids = Array.from({ length: subjects }, (_, at) => `s${at}`);
  const columns = [
    { name: 'id', values: ids },
    { name: 'site', values: ids.map((_, at) => `site${at % 3}`) },
  ];
  return { key: 'id', table: { name: 'context.csv', rows: subjects, columns } };
}

function keyed(
  part: PlainPart,
  subjects: number,
  idOf: (at: number) => string = (at) => `s${at}`,
): PlainPart {
  const values = Array.from({ length: part.target.rows }, (_, row) => idOf(row % subjects));
  const columns = [{ name: 'id', values }, ...part.target.columns];
  return { ...part, key: 'id', target: { ...part.target, columns } };
}
