import { expect } from 'chai';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Chapter } from '../../../../evaluators/findings.ts';
import { examineUtility } from '../../../../evaluators/utility/examine-utility.ts';
import { wholeSides } from '../../../support/whole-sides.ts';

const options = { random: createRandom(1, 'utility'), mostTrainingRows: 300, mostJudgedRows: 200 };

describe('examineUtility', () => {
  let chapter: Chapter;

  before(async () => {
    chapter = await examineUtility(await wholeSides(80), options);
  });

  it('should judge each task by several learners', () => {
    const ids = chapter.scores.map(({ id }) => id);

    expect(ids).to.include.members(['protocol-forest', 'protocol-logistic', 'event-type-boosting']);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { id } of chapter.scores) expect(id).to.match(/^[A-Za-z0-9_-]+$/);
  });

  it('should put real training and its interval beside synthetic training', () => {
    const card = chapter.scores.find(({ id }) => id === 'protocol-forest')!;

    if (!card.outcome.ok) throw new Error(card.outcome.reason);
    const { value, ceiling, interval, floor, breakdown } = card.outcome.value;
    expect(value).to.be.above(0.9);
    expect(ceiling).to.be.within(...interval!);
    expect(floor).to.be.below(0.8);
    expect(breakdown.delta).to.be.closeTo(value - ceiling!, 1e-12);
  });

  it('should let no floor of ROC AUC lie below that of a coin', () => {
    const floors = chapter.figures.flatMap((figure) =>
      figure.kind === 'table'
        ? figure.rows.flatMap((row) => (row[2] === 'ROC AUC' ? (row.at(-1) ?? []) : []))
        : [],
    );

    expect(floors).to.not.be.empty;
    for (const floor of floors) expect(floor).to.be.at.least(0.5);
  });

  it('should keep the contract', () => {
    const protocol = chapter.contract['utility.protocol'];

    expect(protocol).to.have.all.keys('trtr', 'tstr', 'delta', 'interval', 'metric', 'model');
    expect(protocol).to.include({ metric: 'ROC AUC', model: 'random forest' });
  });

  it('should refuse a label that nobody gave, and say so', () => {
    expect(chapter.contract['utility.flows-label']).to.equal(null);
    expect(chapter.notes.join('\n')).to.include('flows.label from the rest of the row');
    expect(chapter.notes.join('\n')).to.include('at most 300 rows');
  });

  it('should draw the replacement curve of both tasks of the STAN study', () => {
    const curves = chapter.figures.flatMap((one) => (one.kind === 'curve' ? [one] : []));

    expect(curves.map(({ y }) => y.label)).to.deep.equal(['macro-F1', 'MSE']);
    expect(curves[0]!.series[0]!.points.map(({ x }) => x)).to.deep.equal([0, 25, 50, 75, 100]);
  });

  it('should name no value of a row', () => {
    const printed = JSON.stringify(chapter);

    for (const value of ['powershell', '10.1.0', 'host-', 'corp.example']) {
      expect(printed).to.not.include(value);
    }
  });
});
