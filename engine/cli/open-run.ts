import { join, resolve } from 'node:path';
import { loadScenario } from '../../scenarios/load-scenario.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { ScenarioError } from '../core/errors.ts';
import { acquireRunLock } from '../storage/run-lock.ts';
import { openWorkspace } from '../storage/workspace.ts';
import type { CommandContext } from './command.ts';
import { checkColumns, withGenerateOptions } from './generate-options.ts';
import { checkReportFiles } from './rule-files.ts';
import { type RunContext, scenarioSchema, telemetryParts } from './run-context.ts';

/** What of a command's context decides a run. */
export type RunRequest = Pick<
  CommandContext,
  'arguments' | 'options' | 'environment' | 'progress' | 'signal' | 'say'
>;

/** A scenario bound to its run folder, locked against other processes until released. */
export interface OpenRun {
  readonly run: RunContext;
  release(): Promise<void>;
}

/** Loads the scenario that the command line names and opens its run folder. */
export async function openRun(context: RunRequest): Promise<OpenRun> {
  const scenario = scenarioOf(context);
  const schema = scenarioSchema(scenario);
  checkReportFiles(scenario, schema);
  checkColumns(scenario, schema);
  const workspace = openWorkspace(runDirectoryOf(context, scenario));
  const lock = await acquireRunLock(workspace.lock);
  const run: RunContext = {
    scenario,
    seed: scenario.seed,
    workspace,
    databaseUrl: scenario.storage.url ?? context.environment.DATABASE_URL ?? null,
    parts: telemetryParts(scenario),
    schema,
    progress: context.progress,
    signal: context.signal,
    say: context.say,
  };
  return { run, release: () => lock.release() };
}

/** The scenario with the command line's sources, seed, workers and wishes put in. */
export function scenarioOf(context: RunRequest): Scenario {
  const scenario = loadScenario(context.arguments[0] ?? '', {
    environment: context.environment,
    sources: sourceOverrides(context.options.source),
  });
  return {
    ...withGenerateOptions(scenario, context.options),
    seed: wholeNumber(context, 'seed') ?? scenario.seed,
    workers: wholeNumber(context, 'workers') ?? scenario.workers,
  };
}

/** The run folder: `--run-dir`, else `runs/<scenario>`. */
export function runDirectoryOf(context: RunRequest, scenario: Scenario): string {
  const given = context.options['run-dir'];
  return resolve(typeof given === 'string' ? given : join('runs', scenario.name));
}

/** A whole number of the command line, undefined where it was not given. */
export function wholeNumber(context: RunRequest, name: string): number | undefined {
  const text = context.options[name];
  if (typeof text !== 'string') return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new ScenarioError(`--${name}: not a whole number: ${text}; write it as --${name} 42`);
}

/** `NAME=PATH` options, gathered by name. */
export function sourceOverrides(given: unknown): Record<string, string[]> {
  const overrides: Record<string, string[]> = {};
  for (const word of Array.isArray(given) ? given : []) {
    const [, name, path] = /^([a-z][a-z0-9_]*)=(.+)$/s.exec(String(word)) ?? [];
    if (name === undefined || path === undefined) {
      throw new ScenarioError(`--source: not NAME=PATH: ${word}; write it as flows=captures/*.gz`);
    }
    overrides[name] = [...(overrides[name] ?? []), path];
  }
  return overrides;
}
