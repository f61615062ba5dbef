import { scenarioJsonSchema } from '../../../scenarios/scenario.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit.ts';

/** `entwine schema`: the JSON Schema of a scenario file. */
export const schemaCommand: Command = {
  name: 'schema',
  summary: 'print the JSON Schema of a scenario file, for editors',
  positionals: [],
  options: {},
  async run(context) {
    const schema = scenarioJsonSchema();
    context.result(schema, [JSON.stringify(schema, null, 2)]);
    return EXIT.ok;
  },
};
