import { createHash } from 'node:crypto';
import type { RunContext, Stage } from './run-context.ts';
import {
  type RunManifest,
  readRunManifest,
  type StageName,
  type StageRecord,
  withStage,
  writeRunManifest,
} from './run-manifest.ts';
import { VERSION } from './version.ts';

/** Options of `runStages`. */
export interface RunOptions {
  readonly stages: readonly Stage[];
  /** The last stage to run. */
  readonly until: StageName;
}

/**
 * Runs the stages of a run up to one of them; those already finished on equal inputs are kept.
 *
 * Guarantee: a run killed at any point and started again ends with the same bytes as one that was
 * never interrupted: a stage's record is written after all that it published.
 *
 * @returns the manifest as published after the last stage
 */
export async function runStages(context: RunContext, options: RunOptions): Promise<RunManifest> {
  const file = context.workspace.manifest;
  let manifest = (await readRunManifest(file)) ?? manifestOf(context, {});
  let key = digestOf([VERSION, context.databaseUrl === null ? 'pglite' : 'postgres']);
  for (const stage of options.stages) {
    context.signal.throwIfAborted();
    key = digestOf([key, stage.name, await stage.settings(context)]);
    if (manifest.stages[stage.name]?.key === key) {
      context.say(`${stage.name}: done before, kept`);
    } else {
      const before = manifestOf(context, manifest.stages);
      const { stages } = await runStage(context, before, { stage, key });
      manifest = manifestOf(context, stages);
      await writeRunManifest(file, manifest);
    }
    await stage.tidy?.(context);
    if (stage.name === options.until) break;
  }
  return manifest;
}

async function runStage(
  context: RunContext,
  manifest: RunManifest,
  { stage, key }: { stage: Stage; key: string },
): Promise<RunManifest> {
  const startedMs = performance.now();
  const result = await stage.run(context, { manifest, key });
  return withStage(manifest, stage.name, {
    key,
    inputs: result.inputs ?? {},
    outputs: result.outputs,
    ...(result.measured === undefined ? {} : { measured: result.measured }),
    seconds: Math.round(performance.now() - startedMs) / 1000,
    peakMemoryMib: Math.round(process.resourceUsage().maxRSS / 1024),
  });
}

function manifestOf(context: RunContext, stages: RunManifest['stages']): RunManifest {
  return {
    entwine: VERSION,
    node: process.versions.node,
    scenario: context.scenario.name,
    seed: context.seed,
    engine: engineOf(stages.train) ?? context.scenario.model.family,
    storage: context.databaseUrl === null ? 'pglite' : 'postgres',
    stages,
  };
}

/** What the training stage says of its engine. */
function engineOf(train: StageRecord | undefined): string | undefined {
  const engine = train?.outputs.engine;
  return typeof engine === 'string' ? engine : undefined;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
