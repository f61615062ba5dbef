import { expect } from 'chai';
import { describe, it } from 'mocha';
import { helpOf, parseCommand } from '../../../engine/cli/command.ts';
import { COMMANDS } from '../../../engine/cli/commands/all-commands.ts';
import { ScenarioError } from '../../../engine/core/errors.ts';

describe('parseCommand', () => {
  it('should gather a repeated option', () => {
    const parsed = parseCommand(verb('run'), [
      's.yaml',
      '--source',
      'flows=a',
      '--source',
      'events=b',
    ]);

    expect(parsed.options.source).to.deep.equal(['flows=a', 'events=b']);
  });

  it('should refuse an option that the verb lacks', () => {
    expect(() => parseCommand(verb('run'), ['s.yaml', '--sead', '4'])).to.throw(
      ScenarioError,
      /--sead/,
    );
  });

  it('should refuse a missing argument', () => {
    expect(() => parseCommand(verb('run'), [])).to.throw(ScenarioError, /takes SCENARIO/);
  });
});

describe('helpOf', () => {
  it('should tell every option of every verb', () => {
    for (const command of COMMANDS) {
      const help = helpOf(command);

      expect(help).to.include(command.summary);
      for (const option of Object.keys(command.options)) expect(help).to.include(`--${option}`);
    }
  });
});

function verb(name: string) {
  const found = COMMANDS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no verb ${name}`);
  return found;
}
