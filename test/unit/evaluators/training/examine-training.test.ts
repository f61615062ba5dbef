import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Chapter, CurveFigure, TableFigure } from '../../../../evaluators/findings.ts';
import { examineTraining } from '../../../../evaluators/training/examine-training.ts';
import type {
  PrivacyFacts,
  TrainingFacts,
} from '../../../../evaluators/training/training-facts.ts';
import {
  FIXTURE_PRIVACY,
  FIXTURE_PRIVATE_TRAINING,
  FIXTURE_TRAINING,
} from '../../../support/training-fixture.ts';

describe('examineTraining', () => {
  it('should say the family of each table and why', () => {
    const { rows } = tableOf(examineTraining(FIXTURE_TRAINING), 'Families by table');

    expect(rows.map(([table, family]) => [table, family])).to.deep.equal([
      ['subjects', 'trees'],
      ['flows', 'argn'],
    ]);
    expect(rows[1]?.[2]).to.equal('the scenario names it');
  });

  it('should name tables of one choice together', () => {
    const { subjects, flows } = FIXTURE_TRAINING.families;
    const families = { subjects: subjects!, events: flows!, names: subjects!, flows: flows! };

    const { rows } = tableOf(
      examineTraining({ ...FIXTURE_TRAINING, families }),
      'Families by table',
    );

    expect(rows.map(([tables]) => tables)).to.deep.equal(['subjects, names', 'events, flows']);
  });

  it('should draw both losses by epoch of each network that had more than one', () => {
    const curves = curvesOf(examineTraining(FIXTURE_TRAINING));

    expect(curves.map(({ title }) => title)).to.deep.equal([
      'Training of flows',
      'Training of activity subjects',
    ]);
    const [training, validation] = curves[0]!.series;
    expect([training!.name, validation!.name]).to.deep.equal(['training', 'validation']);
    expect(training!.points).to.have.length(24);
    expect(training!.points[0]).to.deep.equal({ x: 1, y: 20 });
    expect(validation!.points.at(-1)!.y).to.be.above(training!.points.at(-1)!.y);
  });

  it('should say where each network was best and why it ended', () => {
    const { rows } = tableOf(examineTraining(FIXTURE_TRAINING), 'Networks');

    const [flows, activity] = rows;
    expect(flows!.slice(0, 2)).to.deep.equal(['flows', 24]);
    expect(flows![2]).to.be.within(13, 23);
    expect(flows![3]).to.be.below(FIXTURE_TRAINING.account!.curve[23]!.validation);
    expect(flows!.slice(4)).to.deep.equal([102, 'the validation loss fell no more']);
    expect(activity!.at(-1)).to.equal('its time was up');
  });

  it('should have no curve where no family trains in steps', () => {
    const chapter = examineTraining({ ...FIXTURE_TRAINING, account: null });

    expect(chapter.lead).to.include('no curve');
    expect(chapter.figures.map(({ title }) => title)).to.deep.equal(['Families by table']);
    expect(contractOf(chapter).privacy).to.equal(null);
  });

  it('should say of a privacy budget what it bounds and what it does not', () => {
    const chapter = examineTraining(FIXTURE_PRIVATE_TRAINING);

    const { rows } = tableOf(chapter, 'Privacy budget');
    expect(rows.map(([what, value]) => [what, value])).to.deep.equal([
      ['ε', '3'],
      ['δ', '1e-8'],
      ['ε, δ of values', '0.6, 2e-9'],
      ['Noise in a count', '31.4'],
      ['Threshold', '120'],
      ['ε, δ of networks', '2.4, 8e-9'],
      ['Noise multiplier', '1.12'],
      ['Clip norm', '1'],
      ['Sampling rate', '0.0151'],
      ['Steps', '1320'],
    ]);
    expect(chapter.lead).to.include('ε\u00a0=\u00a03').and.include('20.1 times');
    expect(chapter.notes.join(' ')).to.include('the form of names').and.include('n times ε');
    expect(examineTraining(FIXTURE_TRAINING).notes).to.deep.equal([]);
  });

  it('should not claim cover for values that had no budget', () => {
    const chapter = examinePrivate({ values: null });

    expect(chapter.lead).to.include('of the networks’ training').and.not.include('learning values');
    expect(chapter.notes[0]).to.include('Without noise are learned: lists of values');
    expect(tableOf(chapter, 'Privacy budget').rows.flat()).to.not.include('Threshold');
  });

  it('should write a huge factor as a power', () => {
    const chapter = examinePrivate({ total: { epsilon: 30, delta: 1e-5 } });

    expect(chapter.lead).to.include('1e+13 times');
  });

  it('should keep budget, ends and curves at their contract place', () => {
    const contract = contractOf(examineTraining(FIXTURE_PRIVATE_TRAINING));

    expect(contract.privacy).to.deep.equal({
      ...FIXTURE_PRIVACY.training,
      ...FIXTURE_PRIVACY.total,
      training: { epsilon: 2.3987, delta: 8e-9 },
      values: FIXTURE_PRIVACY.values,
    });
    expect(contract.engine).to.equal('onnx');
    const { flows } = contract.networks as Readonly<Record<string, Record<string, unknown>>>;
    expect(flows).to.include({ epochs: 24, stopped: 'early', seconds: 102 });
    expect(flows!.curve).to.have.length(24);
  });

  it('should keep a network of which nothing was said why it ended', () => {
    const account = { ...FIXTURE_TRAINING.account!, stopped: {} };

    const { rows } = tableOf(examineTraining({ ...FIXTURE_TRAINING, account }), 'Networks');

    expect(rows.map((row) => row.at(-1))).to.deep.equal([null, null, null]);
  });

  it('should tell its account whole, without a trained network', () => {
    const account = { ...FIXTURE_TRAINING.account!, curve: [], stopped: {} };
    const facts: TrainingFacts = { ...FIXTURE_TRAINING, account };

    expect(examineTraining(facts).lead).to.include('0 networks');
  });
});

function examinePrivate(more: Partial<PrivacyFacts>): Chapter {
  return examineTraining({ ...FIXTURE_TRAINING, privacy: { ...FIXTURE_PRIVACY, ...more } });
}

function tableOf({ figures }: Chapter, title: string): TableFigure {
  return figures.find((one) => one.title === title) as TableFigure;
}

function curvesOf({ figures }: Chapter): readonly CurveFigure[] {
  return figures.filter((one) => one.kind === 'curve');
}

function contractOf({ contract }: Chapter): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(contract.training));
}
