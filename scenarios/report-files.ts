import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { ScenarioError } from '../engine/core/errors.ts';
import { type Environment, expandPath } from './expand-variables.ts';
import { variableProblems } from './resolve-sources.ts';
import type { ScenarioDraft } from './scenario.ts';
import type { ScenarioProblem } from './scenario-problem.ts';

const MAX_BYTES = 1024 * 1024;

type Report = ScenarioDraft['report'];

/** What the paths of a report are read with. */
export interface ReportPlace {
  readonly baseDirectory: string;
  readonly environment: Environment;
  readonly workingDirectory: string;
}

/** The report section with absolute paths, and what is wrong with them. */
export function expandReport(
  report: Report | undefined,
  { baseDirectory, environment, workingDirectory }: ReportPlace,
): { readonly report: Report | undefined; readonly problems: readonly ScenarioProblem[] } {
  if (report === undefined) return { report, problems: [] };
  const problems: ScenarioProblem[] = [];
  const expand = (list: 'rules' | 'sigma') =>
    report[list].map((path, index) => {
      const expansion = expandPath(path, environment, workingDirectory);
      problems.push(...variableProblems(['report', list, index], expansion));
      return resolve(baseDirectory, expansion.text);
    });
  return { report: { ...report, rules: expand('rules'), sigma: expand('sigma') }, problems };
}

/** A small text file that belongs to a scenario. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The files of some paths and globs: each once, in code-unit order.
 *
 * A glob may match nothing; a path without one must exist.
 *
 * @throws ScenarioError for a path that is no file, or a file above 1 MiB
 */
export function readTextFiles(patterns: readonly string[]): readonly TextFile[] {
  const files = patterns.flatMap((pattern) =>
    isDynamicPattern(pattern) && statSync(pattern, { throwIfNoEntry: false }) === undefined
      ? globSync(pattern, { absolute: true, expandDirectories: false })
      : [pattern],
  );
  return [...new Set(files)].sort().map((path) => ({ path, text: readText(path) }));
}

function readText(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isFile()) {
    throw new ScenarioError(`report: no such file: ${path}; name a file or a glob of files`, {
      path,
    });
  }
  if (stats.size > MAX_BYTES) {
    const message = `report: too large: ${path} has ${stats.size} bytes; keep it within ${MAX_BYTES}`;
    throw new ScenarioError(message, { path, bytes: stats.size });
  }
  return readFileSync(path, 'utf8');
}
