import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { ScenarioError } from '../../core/errors.ts';
import { writeAtomically } from '../../storage/atomic-file.ts';
import { type Command, SOURCE_OPTIONS } from '../command.ts';
import { EXIT } from '../exit.ts';
import { sourceOverrides } from '../open-run.ts';

/** `entwine init`: a scenario to start from. */
export const initCommand: Command = {
  name: 'init',
  summary: 'write a scenario to start from: for your own files, or for a simulated site',
  positionals: ['SCENARIO'],
  options: SOURCE_OPTIONS,
  async run(context) {
    const file = resolve(context.arguments[0] ?? '');
    if (existsSync(file)) {
      throw new ScenarioError(`init: is there already: ${file}; choose another name`, { file });
    }
    const sources = sourceOverrides(context.options.source);
    await writeAtomically(file, [starterScenario(sources)]);
    context.result({ scenario: file }, [
      `${file}: written; next: npx entwine validate ${context.arguments[0]}`,
    ]);
    return EXIT.ok;
  },
};

/** A scenario for these sources; a simulated site where there are none. */
function starterScenario(sources: Readonly<Record<string, readonly string[]>>): string {
  const named = Object.entries(sources);
  const kinds = new Set(named.map(([name]) => name));
  const kind = kinds.size > 0 && !kinds.has('events') ? 'source_ip' : 'host';
  const origin =
    named.length === 0
      ? { simulate: {} }
      : { sources: Object.fromEntries(named.map(([name, path]) => [name, { path }])) };
  const scenario = {
    name: 'my-site',
    description: 'What this run is for',
    seed: 42,
    subject: kind === 'host' ? { kind, segment: '60s' } : { kind },
    ...origin,
    model: { k: 5, public: { names: [], users: [], addresses: [] } },
    report: { gates: [{ metric: 'integrity.orphans', atMost: 0 }] },
  };
  const head = '# An Entwine scenario; npx entwine schema prints all that it may hold.\n';
  return head + stringify(scenario);
}
