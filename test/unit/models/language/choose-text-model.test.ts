import { expect } from 'chai';
import { describe, it } from 'mocha';
import { chooseTextModel } from '../../../../engine/models/language/choose-text-model.ts';

describe('chooseTextModel', () => {
  it('should do what the scenario says, whatever was measured', () => {
    expect(chooseTextModel('templates', 'command_line').model).to.equal('templates');
    expect(chooseTextModel('language', 'image').model).to.equal('language');
  });

  it('should take what was measured as better, and name the figures', () => {
    const choice = chooseTextModel('auto', 'value');

    expect(choice.model).to.equal('language');
    expect(choice.reason).to.match(/0\.\d{3}, against 0\.\d{3} of templates$/);
  });

  it('should keep templates where a language says more of what is rare', () => {
    const choice = chooseTextModel('auto', 'command_line');

    expect(choice.model).to.equal('templates');
    expect(choice.reason).to.include('rare');
  });

  it('should keep templates where the gain is chance, or nothing was measured', () => {
    expect(chooseTextModel('auto', 'target').model).to.equal('templates');
    expect(chooseTextModel('auto', 'notes').model).to.equal('templates');
  });
});
