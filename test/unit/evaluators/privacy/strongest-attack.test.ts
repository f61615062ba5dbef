import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { AttackLevel } from '../../../../evaluators/privacy/attack-level.ts';
import type { MembershipResult } from '../../../../evaluators/privacy/membership-study.ts';
import {
  type AttackedLevels,
  strongestAttack,
  strongestScore,
} from '../../../../evaluators/privacy/strongest-attack.ts';

describe('strongestScore', () => {
  const levels = [
    level('rows', [attack(0.52, 0.7, [0.5, 0.55]), attack(0.58, 0.615, [0.52, 0.51])]),
    level('people', [attack(0.5, 1, [0.54, 0.5])]),
  ];

  it('should take the strongest attack on each side of the comparison', () => {
    const { value, ceiling, floor } = strongestScore(levels);

    expect(value).to.equal(0.58);
    expect(ceiling).to.be.closeTo((0.54 + 0.55) / 2, 1e-12);
    expect(floor).to.equal(1);
  });

  it('should name the level of the attack that the value is of', () => {
    expect(strongestAttack(levels)?.level.id).to.equal('rows');
  });

  it('should refuse where no attack could be run', () => {
    expect(strongestAttack([])).to.equal(null);
    expect(() => strongestScore([])).to.throw('no level could be attacked');
  });
});

function attack(auc: number, copy: number, innocent: readonly number[]): MembershipResult {
  const score = { value: auc, ceiling: null, interval: null, floor: copy, breakdown: {} };
  return { attack: 'density', curve: curve(auc), copy: curve(copy), innocent, score };
}

function curve(auc: number): MembershipResult['curve'] {
  return { auc } as MembershipResult['curve'];
}

function level(id: string, results: readonly MembershipResult[]): AttackedLevels[number] {
  return {
    level: { id, label: id } as AttackLevel,
    membership: results.map((value) => ({ attack: value.attack, result: { ok: true, value } })),
  };
}
