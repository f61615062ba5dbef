import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CheckpointMismatchError, ScenarioError } from '../../../engine/core/errors.ts';
import { MODEL_FAMILIES, type ModelFamily } from '../../../engine/core/model-family.ts';
import { chooseFamilies, familyNamed } from '../../../engine/models/families.ts';
import type { TableSize } from '../../../engine/models/pick-family.ts';

const TABLES: Readonly<Record<string, TableSize>> = {
  subjects: { role: 'subject', rows: 400, subjects: 400 },
  flows: { role: 'sequence', rows: 90_000, subjects: 400 },
};

describe('chooseFamilies', () => {
  it('should give every table the family that the scenario names', () => {
    const choices = choose('bayes-net');

    expect(Object.keys(choices)).to.deep.equal(['subjects', 'flows']);
    for (const { family } of Object.values(choices)) expect(family).to.equal('bayes-net');
  });

  it('should choose by measurement and say its figures where the scenario leaves it open', () => {
    const { flows } = choose('auto');

    expect(MODEL_FAMILIES).to.include(flows?.family);
    expect(flows?.reason).to.match(/accuracy 0\.\d{3}.*against.*accuracy 0\.\d{3}/);
  });

  it('should take argn under a privacy budget, whatever was measured', () => {
    const choices = choose('auto', true);

    for (const { family, reason } of Object.values(choices)) {
      expect(family).to.equal('argn');
      expect(reason).to.include('privacy');
    }
    expect(choose('argn', true).flows?.family).to.equal('argn');
  });

  it('should refuse a privacy budget for families that cannot keep it', () => {
    expect(() => choose('trees', true)).to.throw(ScenarioError, 'trees');
    expect(() => choose('bayes-net', true)).to.throw(ScenarioError, 'bayes-net');
  });
});

describe('familyNamed', () => {
  it('should have a family for every name that a scenario may say', () => {
    for (const name of MODEL_FAMILIES.filter((one) => one !== 'auto')) {
      expect(familyNamed(name).name).to.equal(name);
    }
  });

  it('should refuse a family of another version', () => {
    expect(() => familyNamed('stan')).to.throw(CheckpointMismatchError, 'stan');
  });
});

function choose(wanted: ModelFamily, isPrivate = false) {
  return chooseFamilies({ wanted, isPrivate, tables: TABLES });
}
