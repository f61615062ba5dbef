import { ScenarioError } from '../engine/core/errors.ts';

/** Where something stands in a scenario: keys and list positions from the root. */
export type ScenarioPath = readonly (string | number)[];

/** One thing that is wrong with a scenario, before its place in the file is known. */
export interface ScenarioProblem {
  readonly path: ScenarioPath;
  readonly what: string;
  /** The offending value; left out where there is none or where it may be secret. */
  readonly value?: unknown;
  readonly remedy: string;
  /** True where the key is wrong, not what it holds. */
  readonly atKey?: boolean;
  /** Offset in the text, where the finder knows better than the path. */
  readonly offset?: number;
}

/** Line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds where a problem stands in the file. */
export type Locate = (problem: ScenarioProblem) => Position;

const SHOWN_CHARACTERS = 80;

/** `sources.flows.path[0]` of `['sources', 'flows', 'path', 0]`. */
export function formatPath(path: ScenarioPath): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return parts.join('').replace(/^\./, '') || 'scenario';
}

/**
 * One error for all problems, a line each: `file:line:column: path: what: value; remedy`.
 *
 * `details.problems` holds the same as data.
 */
export function scenarioError(
  file: string,
  problems: readonly ScenarioProblem[],
  locate: Locate,
): ScenarioError {
  const placed = problems
    .map((problem) => ({ problem, ...locate(problem) }))
    .sort((one, other) => one.line - other.line || one.column - other.column);
  const lines = placed.map(
    ({ problem, line, column }) => `${file}:${line}:${column}: ${describeProblem(problem)}`,
  );
  const details = placed.map(({ problem, line, column }) => ({
    line,
    column,
    path: formatPath(problem.path),
    what: problem.what,
    remedy: problem.remedy,
  }));
  return new ScenarioError(lines.join('\n'), { file, problems: details });
}

function describeProblem({ path, what, value, remedy }: ScenarioProblem): string {
  const shown = value === undefined ? '' : `: ${showValue(value)}`;
  return `${formatPath(path)}: ${what}${shown}; ${remedy}`;
}

/** JSON of a value, cut to one short line. */
function showValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
