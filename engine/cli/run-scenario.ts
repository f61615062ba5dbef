import { type Progress, silentProgress } from '../core/progress.ts';
import { openRun } from './open-run.ts';
import type { RunManifest, StageName } from './run-manifest.ts';
import { runStages } from './run-stages.ts';
import { RUN_STAGES } from './stages/all-stages.ts';

/** How to run a scenario from a program. */
export interface RunScenarioOptions {
  /** The run folder; `runs/<scenario>` if not given. */
  readonly runDirectory?: string;
  /** The last stage; all of them if not given. */
  readonly until?: StageName;
  readonly seed?: number;
  readonly workers?: number;
  /** Files or globs instead of the scenario's, by source. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
  /** Fills in the scenario's variables and `DATABASE_URL`; nothing if not given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Runs a scenario as `entwine run` does, resuming what was begun in its run folder.
 *
 * @param file the scenario
 * @returns the run's manifest
 * @throws SynthesisError, whose class says which kind and whose `exitCode` the verb would end with
 */
export async function runScenario(
  file: string,
  options: RunScenarioOptions = {},
): Promise<RunManifest> {
  const sources = Object.entries(options.sources ?? {});
  const { run, release } = await openRun({
    arguments: [file],
    options: {
      'run-dir': options.runDirectory,
      seed: options.seed?.toString(),
      workers: options.workers?.toString(),
      source: sources.flatMap(([name, paths]) => paths.map((path) => `${name}=${path}`)),
    },
    environment: options.environment ?? {},
    progress: options.progress ?? silentProgress,
    signal: options.signal ?? new AbortController().signal,
    say: () => undefined,
  });
  try {
    return await runStages(run, { stages: RUN_STAGES, until: options.until ?? 'evaluate' });
  } finally {
    await release();
  }
}
