import { stat } from 'node:fs/promises';
import { generationOrder } from '../../schema/schema-graph.ts';
import { type Command, SOURCE_OPTIONS } from '../command.ts';
import { EXIT } from '../exit.ts';
import { runDirectoryOf, scenarioOf } from '../open-run.ts';
import { scenarioSchema, telemetryParts } from '../run-context.ts';
import { usedFiles } from '../run-sources.ts';

/** `entwine plan`: what a run would read, make and write, without doing it. */
export const planCommand: Command = {
  name: 'plan',
  summary:
    'tell what a run would read, in which order it would make tables, and where it would write',
  positionals: ['SCENARIO'],
  options: SOURCE_OPTIONS,
  async run(context) {
    const scenario = scenarioOf(context);
    const files = await Promise.all(
      usedFiles(scenario).map(async ({ source, file, capture }) => ({
        source,
        capture,
        file,
        bytes: (await stat(file)).size,
      })),
    );
    const tables = generationOrder(scenarioSchema(scenario));
    const runDirectory = runDirectoryOf(context, scenario);
    const document = {
      scenario: scenario.name,
      parts: telemetryParts(scenario),
      files,
      tables,
      runDirectory,
    };
    const reads = files.map(
      (one) => `  ${one.source} (${one.capture}): ${one.file}, ${one.bytes} bytes`,
    );
    context.result(document, [
      'reads',
      ...(reads.length > 0 ? reads : ['  a simulated site']),
      `makes, in this order: ${tables.join(', ')}`,
      `writes: ${runDirectory}`,
    ]);
    return EXIT.ok;
  },
};
