import { rm } from 'node:fs/promises';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { saveGenerator } from '../../pipeline/generator-folder.ts';
import { trainGenerator } from '../../pipeline/train.ts';
import { readTables } from '../../storage/table-reader.ts';
import { type Stage, withDatabase } from '../run-context.ts';

/** Learns the generator from the training subjects. */
export const train: Stage = {
  name: 'train',
  settings: async ({ scenario, seed }) => [scenario.model, seed],
  async run(context) {
    const { workspace, schema, seed, progress, scenario } = context;
    const generator = await withDatabase(context, 'original', (database) =>
      trainGenerator({
        reader: readTables(database, schema, { part: 'training' }),
        options: {
          seed,
          k: scenario.model.k,
          family: 'bayes-net',
          publicValues: publicValues(scenario),
        },
        progress,
      }),
    );
    await rm(workspace.generator, { recursive: true, force: true });
    await saveGenerator(workspace.generator, generator);
    return { outputs: { family: 'bayes-net', subjects: generator.record.subjects } };
  },
};

/** Values that may leave as they are, by column kind or by `table.column`. */
function publicValues({ model }: Scenario): Readonly<Record<string, readonly string[]>> {
  const { addresses, names, users, values } = model.public;
  return { ...values, address: addresses, fqdn: names, user: users };
}
