import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Environment, expandText } from './expand-variables.ts';
import { variableProblems } from './resolve-sources.ts';
import type { ScenarioPath, ScenarioProblem } from './scenario-problem.ts';

/** A folder that a scenario names, absolute, and what is wrong with it. */
export interface ResolvedFolder {
  readonly path: string | null;
  readonly problems: readonly ScenarioProblem[];
}

/** Fills in the variables of a folder's path and looks whether it is there; null stays null. */
export function resolveFolder(
  place: ScenarioPath,
  written: string | null | undefined,
  of: { readonly baseDirectory: string; readonly environment: Environment },
): ResolvedFolder {
  if (written === null || written === undefined) return { path: null, problems: [] };
  const expansion = expandText(written, of.environment);
  const unfilled = variableProblems(place, expansion);
  const path = resolve(of.baseDirectory, expansion.text);
  if (unfilled.length > 0) return { path, problems: unfilled };
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return { path, problems: [] };
  const what = stats === undefined ? 'no such folder' : 'not a folder';
  const remedy = 'name a folder, relative to the scenario';
  return { path, problems: [{ path: place, what, value: written, remedy }] };
}
