import { readFileSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { ScenarioError } from '../engine/core/errors.ts';
import { type Environment, expandPath } from './expand-variables.ts';
import { variableProblems } from './resolve-sources.ts';
import type { ScenarioDraft } from './scenario.ts';
import type { ScenarioPath, ScenarioProblem } from './scenario-problem.ts';

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
      const place = ['report', list, index];
      const unfilled = variableProblems(place, expansion);
      const found = resolve(baseDirectory, expansion.text);
      problems.push(...unfilled);
      if (unfilled.length === 0)
        problems.push(...missingFile(place, { path, text: expansion.text, found }));
      return found;
    });
  return { report: { ...report, rules: expand('rules'), sigma: expand('sigma') }, problems };
}

/** A path without a glob must name a file. */
function missingFile(
  place: ScenarioPath,
  { path, text, found }: { readonly path: string; readonly text: string; readonly found: string },
): readonly ScenarioProblem[] {
  const stats = statSync(found, { throwIfNoEntry: false });
  if (stats?.isFile() || (stats === undefined && isDynamicPattern(text))) return [];
  const what = stats === undefined ? 'no such file' : 'not a file';
  const remedy = 'name a file or a glob of files, relative to the scenario';
  return [{ path: place, what, value: path, remedy }];
}

/** A small text file that belongs to a scenario. */
export interface TextFile {
  /** Name for messages: as seen from the working directory where it lies in there. */
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
  const files = patterns.flatMap((pattern) => filesOf(pattern));
  return [...new Set(files)].sort().map((file) => {
    const path = shownPath(file);
    return { path, text: readText(file, path) };
  });
}

/** The globs among some paths that match no file, as `readTextFiles` names them. */
export function unmatchedGlobs(patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => filesOf(pattern).length === 0).map(shownPath);
}

function filesOf(pattern: string): readonly string[] {
  return isDynamicPattern(pattern) && statSync(pattern, { throwIfNoEntry: false }) === undefined
    ? globSync(pattern, { absolute: true, expandDirectories: false })
    : [pattern];
}

function shownPath(file: string): string {
  const path = relative('.', file);
  return path === '' || path.split(sep)[0] === '..' ? file : path;
}

function readText(file: string, path: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) {
    throw new ScenarioError(`report: no such file: ${path}; name a file or a glob of files`, {
      path,
    });
  }
  if (stats.size > MAX_BYTES) {
    const message = `report: too large: ${path} has ${stats.size} bytes; keep it within ${MAX_BYTES}`;
    throw new ScenarioError(message, { path, bytes: stats.size });
  }
  return readFileSync(file, 'utf8');
}
