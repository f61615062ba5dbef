import { validateSchema } from '../../schema/validate-schema.ts';
import { type Command, SOURCE_OPTIONS } from '../command.ts';
import { EXIT } from '../exit.ts';
import { checkColumns } from '../generate-options.ts';
import { scenarioOf } from '../open-run.ts';
import { checkReportFiles } from '../rule-files.ts';
import { scenarioSchema } from '../run-context.ts';

/** `entwine validate`: checks a scenario without reading a capture. */
export const validateCommand: Command = {
  name: 'validate',
  summary: 'check a scenario; all problems at once, each with its line and remedy',
  positionals: ['SCENARIO'],
  options: SOURCE_OPTIONS,
  async run(context) {
    const scenario = scenarioOf(context);
    const schema = scenarioSchema(scenario);
    validateSchema(schema);
    checkColumns(scenario, schema);
    const { refusals, unmatched } = checkReportFiles(scenario, schema);
    const tables = schema.tables.map(({ name }) => name);
    context.result({ valid: true, scenario: scenario.name, tables, refusals, unmatched }, [
      `${context.arguments[0]}: valid; tables ${tables.join(', ')}`,
      ...unmatched.map((glob) => `matches no file: ${glob}`),
      ...refusals.map((refusal) => `not evaluated: ${refusal}`),
    ]);
    return EXIT.ok;
  },
};
