import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CheckpointMismatchError } from '../../../engine/core/errors.ts';
import { MODEL_FAMILIES } from '../../../engine/core/model-family.ts';
import { chooseFamily, familyNamed } from '../../../engine/models/families.ts';

describe('chooseFamily', () => {
  it('should keep what the scenario names and choose trees by itself', () => {
    expect(chooseFamily('bayes-net').family).to.equal('bayes-net');
    expect(chooseFamily('auto').family).to.equal('trees');
    expect(chooseFamily('auto').familyReason).to.not.equal(chooseFamily('trees').familyReason);
  });

  it('should have a family for every name that a scenario may say', () => {
    for (const wanted of MODEL_FAMILIES) {
      const { family } = chooseFamily(wanted);
      expect(familyNamed(family).name).to.equal(family);
    }
  });
});

describe('familyNamed', () => {
  it('should refuse a family of another version', () => {
    expect(() => familyNamed('stan')).to.throw(CheckpointMismatchError, 'stan');
  });
});
