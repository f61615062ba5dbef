import { rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { openRowJudge } from '../../../evaluators/rules/judge-row.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { ScenarioError } from '../../core/errors.ts';
import { createRandom } from '../../core/random.ts';
import type { TrainingAccount } from '../../models/sequence-model.ts';
import { saveGenerator } from '../../pipeline/generator-folder.ts';
import { plantCanaries } from '../../pipeline/plant-canaries.ts';
import { joinTables } from '../../pipeline/replay.ts';
import { type Generator, trainGenerator } from '../../pipeline/train.ts';
import type { TrainingRecord } from '../../pipeline/training-record.ts';
import { publishDirectory } from '../../storage/atomic-file.ts';
import { readTables } from '../../storage/table-reader.ts';
import { saveCanaries } from '../canary-file.ts';
import { readNoiseKey } from '../noise-key.ts';
import { openNetwork } from '../open-network.ts';
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
  async run(context, { key }) {
    const { workspace } = context;
    const replay = await openReplay(context);
    const learned = await learn(context, { key, older: replay?.reader ?? null }).finally(
      replay?.dispose,
    );
    const { canaries, account } = learned;
    const replayed = replay === null ? {} : { replayed: replay.record };
    const record = { ...learned.generator.record, ...replayed };
    await saveCanaries(workspace.canaries, canaries);
    await publishGenerator(workspace.generator, { ...learned.generator, record });
    return {
      outputs: { ...outputsOf(record), canaries: canaries.length },
      ...(account === null ? {} : { measured: { account } }),
    };
  },
  tidy: ({ workspace }) => rm(workspace.checkpoint, { force: true }),
};

/** Writes the folder beside its place and then moves it there. */
async function publishGenerator(final: string, generator: Generator): Promise<void> {
  const unfinished = join(dirname(final), `.${basename(final)}.tmp`);
  await rm(unfinished, { recursive: true, force: true });
  await saveGenerator(unfinished, generator);
  await publishDirectory(unfinished, final);
}

/** What of the record the manifest tells; curves lie beside it, with their seconds. */
function outputsOf(record: TrainingRecord) {
  const { family, families, texts, network, privacy, subjects, sample, replayed } = record;
  const names = [...new Set(Object.values(families).map((one) => one.family))].sort();
  const { curve: _, ...account } = network ?? { curve: [] };
  return {
    engine: network === undefined ? names.join(', ') : `${names.join(', ')} on ${network.engine}`,
    ...{ family, families, texts, subjects },
    ...(network === undefined ? {} : { network: account }),
    ...(privacy === undefined ? {} : { privacy }),
    ...(sample === undefined ? {} : { sample }),
    ...(replayed === undefined ? {} : { replayed }),
  };
}

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
async function learn(
  context: RunContext,
  { key, older }: { readonly key: string; readonly older: Replay['reader'] | null },
) {
  const { schema, seed, progress, scenario } = context;
  const { model, workers } = scenario;
  let account: TrainingAccount | null = null;
  const onAccount = (one: TrainingAccount) => {
    account = one;
  };
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
      privacy: await openPrivacy(context, key),
      text: model.text,
      openNetwork: () => openNetwork(context, key),
      onAccount,
    };
    const generator = await trainGenerator({ reader, options, progress });
    return { generator, canaries: planted.canaries, account };
  });
}

/** The scenario's budget, with a secret of the run folder for its noise. */
async function openPrivacy({ scenario, seed, workspace }: RunContext, key: string) {
  const { privacy: budget } = scenario.model;
  if (budget === null) return null;
  const noise = createRandom(seed, 'noise', await readNoiseKey(workspace.noiseKey, key));
  return { budget, noise };
}

/** Values that may leave as they are, by column kind or by `table.column`. */
function publicValues({ model }: Scenario): Readonly<Record<string, readonly string[]>> {
  const { addresses, names, users, values } = model.public;
  return { ...values, address: addresses, fqdn: names, user: users };
}
