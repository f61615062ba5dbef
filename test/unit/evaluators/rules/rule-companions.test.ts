import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { concatSamples } from '../../../../evaluators/relations/subject-sample.ts';
import type { SubjectRows } from '../../../../evaluators/relations/subject-walk.ts';
import { examineRules } from '../../../../evaluators/rules/examine-rules.ts';
import { ruleCompanions } from '../../../../evaluators/rules/rule-companions.ts';
import { linkedWorld } from '../../../support/linked-world.ts';
import { SHIPPED_RULES } from '../../../support/shipped-rules.ts';

const world = linkedWorld(40);
const SUBJECTS = subjectsOf(world.rows);
const training = { schema: world.schema, subjects: SUBJECTS.slice(0, 30), share: 1 };
const holdout = { schema: world.schema, subjects: SUBJECTS.slice(30), share: 1 };
const original = concatSamples(training, holdout);
const sides = { training, holdout, original, synthetic: original };

describe('ruleCompanions', () => {
  const companions = ruleCompanions(sides, SHIPPED_RULES, createRandom(1));

  it('should find that halves of an original that keeps a rule keep it alike', () => {
    expect(companions.get('tcpSourceBytesPerPacket')?.ceiling).to.deep.equal(
      Array.from({ length: 200 }, () => 1),
    );
  });

  it('should find that shuffled columns break rules across columns', () => {
    expect(companions.get('noTcpFlagsElsewhere')?.floor).to.be.below(0.9);
    expect(companions.get('networkEventHasTuple')?.floor).to.be.below(0.5);
    expect(companions.get('durationNotNegative')?.floor).to.equal(1);
  });

  it('should give the same for the same seed', () => {
    expect(ruleCompanions(sides, SHIPPED_RULES, createRandom(1))).to.deep.equal(companions);
  });
});

describe('examineRules', () => {
  it('should take rates from the counts and companions from the sample', () => {
    const part = { tcpSourceBytesPerPacket: { rows: 10, broken: 0 } };
    const synthetic = { tcpSourceBytesPerPacket: { rows: 10, broken: 4 } };
    const counts = { training: part, holdout: part, synthetic };

    const chapter = examineRules(sides, { random: createRandom(1), rules: SHIPPED_RULES, counts });

    const outcome = chapter.scores.find(({ id }) => id === 'tcpSourceBytesPerPacket')?.outcome;
    expect(outcome).to.deep.nested.include({ 'value.value': 0.6, 'value.ceiling': 1 });
    expect(outcome).to.deep.nested.include({ 'value.interval': [1, 1] });
  });
});

function subjectsOf(rows: ReadonlyMap<string, readonly Row[]>): readonly SubjectRows[] {
  return (rows.get('subjects') ?? []).map((row) => {
    const own = [...rows].map(
      ([table, all]) => [table, all.filter(([key]) => key === row[0])] as const,
    );
    return { key: Number(row[0]), row, tables: new Map(own) };
  });
}
