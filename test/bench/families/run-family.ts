import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase } from './bench-cases.ts';
import { rebaseScenario, type ScenarioChanges } from './rebase-scenario.ts';
import { runEntwine } from './run-entwine.ts';

/** How families are run. */
export interface RunFamilyOptions {
  /** Holds a folder for each scenario; what is finished in there is kept. */
  readonly folder: string;
  /** Minutes that a network trains at most. */
  readonly minutes: number;
  /** Chapters of the report; all without. */
  readonly chapters?: readonly string[];
}

/** Ingests and links a scenario once, for all families. @returns the run folder */
export async function runLinked(one: BenchCase, options: RunFamilyOptions): Promise<string> {
  const folder = join(options.folder, one.name, 'linked');
  await runEntwine('link', writeScenario(one, 'linked', { ...options, changes: {} }), folder);
  return folder;
}

/**
 * Trains, generates and judges with one family, in a run folder that starts as a copy of the linked
 * one.
 *
 * @returns the run folder
 */
export async function runFamily(
  one: BenchCase,
  family: string,
  { linked, ...options }: RunFamilyOptions & { readonly linked: string },
): Promise<string> {
  const folder = join(options.folder, one.name, family);
  if (!existsSync(folder)) {
    cpSync(linked, `${folder}.part`, { recursive: true, force: true });
    renameSync(`${folder}.part`, folder);
  }
  const changes = { model: { family, maxMinutes: options.minutes } };
  const scenario = writeScenario(one, family, { ...options, changes });
  for (const verb of ['train', 'generate', 'evaluate']) await runEntwine(verb, scenario, folder);
  return folder;
}

/** Takes what only a run that goes on would need. */
export function clearRun(folder: string): void {
  for (const part of ['original', 'synthetic', 'snapshot', 'split', 'lab', 'quarantine']) {
    rmSync(join(folder, part), { recursive: true, force: true });
  }
}

/** Writes the scenario beside the run folders of its families. @returns its path */
function writeScenario(
  { name, folder, text }: BenchCase,
  family: string,
  { chapters, changes, ...options }: RunFamilyOptions & { readonly changes: ScenarioChanges },
): string {
  const directory = join(options.folder, name);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${family}.yaml`);
  const report = chapters === undefined ? {} : { report: { chapters } };
  writeFileSync(path, rebaseScenario(text, folder, { ...report, ...changes }));
  return path;
}
