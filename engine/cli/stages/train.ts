import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openRowJudge } from '../../../evaluators/rules/judge-row.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { ScenarioError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import { saveGenerator } from '../../pipeline/generator-folder.ts';
import { plantCanaries } from '../../pipeline/plant-canaries.ts';
import { joinTables } from '../../pipeline/replay.ts';
import { trainGenerator } from '../../pipeline/train.ts';
import { readTables } from '../../storage/table-reader.ts';
import { saveCanaries } from '../canary-file.ts';
import { generatorDigest, type Replay, replayGenerator } from '../replay-generator.ts';
import { readRuleFiles } from '../rule-files.ts';
import { type RunContext, type Stage, withDatabase } from '../run-context.ts';

/** Learns the generator from the training subjects, and from an older one where it learns on. */
export const train: Stage = {
  name: 'train',
  settings: async ({ scenario, seed }) => {
    const { from } = scenario.model;
    const older = from === null ? [] : [await generatorDigest(from)];
    return [scenario.model, seed, ...older];
  },
  async run(context) {
    const { workspace } = context;
    const replay = await openReplay(context);
    const learned = await learn(context, replay?.reader ?? null).finally(replay?.dispose);
    const { canaries } = learned;
    const replayed = replay === null ? {} : { replayed: replay.record };
    const record = { ...learned.generator.record, ...replayed };
    await rm(workspace.generator, { recursive: true, force: true });
    await saveCanaries(workspace.canaries, canaries);
    await saveGenerator(workspace.generator, { ...learned.generator, record });
    const { family, familyReason, subjects, sample } = record;
    const sampled = sample === undefined ? {} : { sample };
    const outputs = { family, familyReason, subjects, canaries: canaries.length };
    return { outputs: { ...outputs, ...sampled, ...replayed } };
  },
};

/** The older generator's subjects, null where nothing is learned on from. */
async function openReplay(context: RunContext): Promise<Replay | null> {
  const { scenario, seed, workspace, progress, signal } = context;
  const { from, replayShare } = scenario.model;
  if (from === null) return null;
  if (resolve(from) === resolve(workspace.generator)) {
    throw new ScenarioError(
      `model.from: the run's own generator: ${from}; copy it, or choose another --run-dir`,
    );
  }
  const spool = workspace.replayed;
  const { workers } = scenario;
  return replayGenerator({ from, seed, share: replayShare, workers, spool, progress, signal });
}

/** Learns from the new captures, and from the older subjects beside them. */
async function learn(context: RunContext, older: Replay['reader'] | null) {
  const { schema, seed, progress, scenario } = context;
  const { model, workers } = scenario;
  return withDatabase(context, 'original', async (database) => {
    const planted = await plantCanaries(readTables(database, schema, { part: 'training' }), {
      count: model.canaries,
      random: createRandom(seed, 'canaries'),
      brokenRules: openRowJudge(schema, readRuleFiles()),
    });
    const reader = older === null ? planted.reader : joinTables(older, planted.reader);
    const options = {
      seed,
      k: model.k,
      family: model.family,
      leastRows: model.leaf,
      workers,
      maxRows: model.maxRows,
      encoders: model.encoders,
      publicValues: publicValues(scenario),
    };
    const generator = await trainGenerator({ reader, options, progress });
    return { generator, canaries: planted.canaries };
  });
}

/** Values that may leave as they are, by column kind or by `table.column`. */
function publicValues({ model }: Scenario): Readonly<Record<string, readonly string[]>> {
  const { addresses, names, users, values } = model.public;
  return { ...values, address: addresses, fqdn: names, user: users };
}
