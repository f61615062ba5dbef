import { rm } from 'node:fs/promises';
import { openRowJudge } from '../../../evaluators/rules/judge-row.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { createRandom } from '../../core/random.ts';
import { saveGenerator } from '../../pipeline/generator-folder.ts';
import { plantCanaries } from '../../pipeline/plant-canaries.ts';
import { trainGenerator } from '../../pipeline/train.ts';
import { readTables } from '../../storage/table-reader.ts';
import { saveCanaries } from '../canary-file.ts';
import { readRuleFiles } from '../rule-files.ts';
import { type Stage, withDatabase } from '../run-context.ts';

/** Learns the generator from the training subjects. */
export const train: Stage = {
  name: 'train',
  settings: async ({ scenario, seed }) => [scenario.model, seed],
  async run(context) {
    const { workspace, schema, seed, progress, scenario } = context;
    const { generator, canaries } = await withDatabase(context, 'original', async (database) => {
      const planted = await plantCanaries(readTables(database, schema, { part: 'training' }), {
        count: scenario.model.canaries,
        random: createRandom(seed, 'canaries'),
        brokenRules: openRowJudge(schema, readRuleFiles()),
      });
      const generator = await trainGenerator({
        reader: planted.reader,
        options: {
          seed,
          k: scenario.model.k,
          family: 'bayes-net',
          publicValues: publicValues(scenario),
        },
        progress,
      });
      return { generator, canaries: planted.canaries };
    });
    await rm(workspace.generator, { recursive: true, force: true });
    await saveCanaries(workspace.canaries, canaries);
    await saveGenerator(workspace.generator, generator);
    return {
      outputs: {
        family: 'bayes-net',
        subjects: generator.record.subjects,
        canaries: canaries.length,
      },
    };
  },
};

/** Values that may leave as they are, by column kind or by `table.column`. */
function publicValues({ model }: Scenario): Readonly<Record<string, readonly string[]>> {
  const { addresses, names, users, values } = model.public;
  return { ...values, address: addresses, fqdn: names, user: users };
}
