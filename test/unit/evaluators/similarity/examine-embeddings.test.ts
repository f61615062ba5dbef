import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Chapter, CurvePoint } from '../../../../evaluators/findings.ts';
import type { Sides, SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { examineEmbeddings } from '../../../../evaluators/similarity/examine-embeddings.ts';
import { wholeSides } from '../../../support/whole-sides.ts';

const TABLES = ['subjects', 'flows'];

describe('examineEmbeddings', () => {
  let chapter: Chapter;

  before(async () => {
    chapter = await examineEmbeddings(await sidesOf(100), { random: createRandom(1) });
  });

  it('should put every table at its places of the contract', () => {
    expect(Object.keys(chapter.contract).sort()).to.deep.equal(
      TABLES.flatMap((table) => [`tables.${table}.distances`, `tables.${table}.similarity`]).sort(),
    );
    expect(chapter.contract['tables.flows.similarity']).to.have.all.keys(
      'cosineTraining',
      'cosineHoldout',
      'aucTraining',
      'aucHoldout',
    );
    expect(chapter.contract['tables.flows.distances']).to.have.all.keys(
      'ims',
      'imsEqualSizes',
      'dcr',
      'dcrShare',
      'nndr',
    );
  });

  it('should give each score its companions', () => {
    for (const table of TABLES) {
      const score = (id: string) => {
        const outcome = chapter.scores.find((card) => card.id === `${table}-${id}`)?.outcome;
        if (outcome?.ok !== true) throw new Error(`no ${id} of ${table}`);
        return outcome.value;
      };
      expect(score('cosine')).to.include.keys('ceiling', 'interval', 'floor');
      expect(score('cosine').interval).to.have.length(2);
      for (const of of ['value', 'ceiling', 'floor'] as const) {
        expect(score('auc')[of], of).to.be.within(0.5, 1);
      }
      expect(score('dcr-share').ceiling).to.be.within(0.3, 0.8);
      expect(score('identical').value).to.be.within(0, 1);
    }
  });

  it('should draw cumulative distances that rise to all rows', () => {
    const curves = chapter.figures.filter((figure) => figure.kind === 'curve');

    expect(curves.length).to.equal(TABLES.length);
    for (const { x, series } of curves) {
      expect(x.scale).to.equal('log');
      expect(series.map(({ side }) => side)).to.deep.equal(['synthetic', 'real', 'other']);
      for (const { points } of series) expectRising(points);
    }
  });

  it('should find a whole copy of training however small the holdout', async () => {
    const sides = await sidesOf(100);
    const copied = { ...sides, synthetic: sides.training };

    const { contract, notes } = await examineEmbeddings(copied, { random: createRandom(1) });

    for (const table of TABLES) {
      const figures = contract[`tables.${table}.distances`] as Record<string, number>;
      expect(figures.ims, table).to.equal(1);
      const { length } = rowsOfTable(sides.training, table);
      expect(notes.join('\n')).to.include(
        `tables.${table}: ims looks for ${length} synthetic rows among ${length} training rows`,
      );
    }
    const flows = contract['tables.flows.distances'] as Record<string, number>;
    expect(flows.imsEqualSizes).to.be.below(0.9);
  });

  it('should refuse tables of too few subjects, with the reason in its notes', async () => {
    const few = await examineEmbeddings(await sidesOf(30), { random: createRandom(1) });

    expect(few.contract['tables.flows.distances']).to.deep.equal({
      ims: null,
      imsEqualSizes: null,
      dcr: null,
      dcrShare: null,
      nndr: null,
    });
    expect(few.notes.join('\n')).to.include('tables.flows.similarity is null: ');
    expect(few.scores.every(({ outcome }) => !outcome.ok)).to.equal(true);
    expect(few.figures).to.deep.equal([]);
  });
});

/** Two of the tables, which is enough and quicker. */
async function sidesOf(subjects: number): Promise<Sides> {
  const sides = await wholeSides(subjects);
  const schema = {
    tables: sides.original.schema.tables.filter(({ name }) => TABLES.includes(name)),
  };
  const cut = (sample: SubjectSample) => ({ ...sample, schema });
  return {
    training: cut(sides.training),
    holdout: cut(sides.holdout),
    original: cut(sides.original),
    synthetic: cut(sides.synthetic),
  };
}

function rowsOfTable({ subjects }: SubjectSample, table: string): readonly unknown[] {
  return table === 'subjects'
    ? subjects
    : subjects.flatMap(({ tables }) => tables.get(table) ?? []);
}

function expectRising(points: readonly CurvePoint[]): void {
  expect(points.at(-1)?.y).to.equal(1);
  for (const [at, point] of points.entries()) {
    expect(point.x).to.be.greaterThan(0);
    if (at > 0) expect(point.x).to.be.at.least(points[at - 1]!.x);
  }
}
