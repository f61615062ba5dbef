import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ScenarioError } from '../engine/core/errors.ts';
import { disagreements } from './check-agreement.ts';
import { checkSections } from './check-sections.ts';
import { type Environment, expandText } from './expand-variables.ts';
import { overrideSources, type SourceOverrides } from './override-sources.ts';
import { parseScenarioYaml } from './parse-scenario-yaml.ts';
import { expandReport } from './report-files.ts';
import { resolveFolder } from './resolve-folders.ts';
import { completeSources, expandSources, variableProblems } from './resolve-sources.ts';
import type { Scenario, ScenarioDraft } from './scenario.ts';
import { type ScenarioProblem, scenarioError } from './scenario-problem.ts';

const MAX_BYTES = 1024 * 1024;

/** What a scenario is read with. */
export interface LoadScenarioOptions {
  /** Fills in the variables of paths. */
  readonly environment: Environment;
  /** Paths or globs of the command line, by name of the source that they replace. */
  readonly sources?: SourceOverrides;
  /** Where relative paths of the command line and of variables start; usually `process.cwd()`. */
  readonly workingDirectory?: string;
}

/**
 * Reads a scenario, puts the command line's sources in, and fills in variables.
 *
 * @throws ScenarioError that tells all problems at once, each with its line and column
 */
export function loadScenario(file: string, options: LoadScenarioOptions): Scenario {
  const parsed = parseScenarioYaml(readScenarioText(file));
  if (parsed.problems.length > 0) throw scenarioError(file, parsed.problems, parsed.locate);
  const checked = checkSections(parsed.value);
  const assembled = assemble(checked.draft, dirname(resolve(file)), options);
  const problems = [...checked.problems, ...assembled.problems];
  if (problems.length > 0) throw scenarioError(file, problems, parsed.locate);
  return assembled.scenario;
}

/** Puts the sections together; the scenario is whole only where no section has a problem. */
function assemble(
  draft: Partial<ScenarioDraft>,
  baseDirectory: string,
  { environment, sources: overrides = {}, workingDirectory = process.cwd() }: LoadScenarioOptions,
): { readonly scenario: Scenario; readonly problems: readonly ScenarioProblem[] } {
  const completed = completeSources(draft.sources ?? {}, baseDirectory);
  const chosen = overrideSources(completed.sources, overrides, workingDirectory);
  const replaced = Object.keys(overrides).length > 0;
  const origin = replaced && draft.simulate ? { ...draft, simulate: null } : draft;
  const expanded = expandSources(chosen, environment, workingDirectory);
  const storage = expandStorage(draft.storage, environment);
  const report = expandReport(draft.report, { baseDirectory, environment, workingDirectory });
  const place = { baseDirectory, environment };
  const from = resolveFolder(['model', 'from'], draft.model?.from, place);
  const seeds = resolveFolder(['generate', 'seedRows'], draft.generate?.seedRows, place);
  const problems = [
    ...completed.problems,
    ...disagreements(origin, chosen),
    ...expanded.problems,
    ...storage.problems,
    ...report.problems,
    ...from.problems,
    ...seeds.problems,
  ];
  const whole = {
    ...origin,
    model: { ...draft.model, from: from.path },
    generate: { ...draft.generate, seedRows: seeds.path },
    sources: expanded.sources,
    storage: storage.storage,
    report: report.report,
  };
  return { scenario: whole as Scenario, problems };
}

function expandStorage(storage: ScenarioDraft['storage'] | undefined, environment: Environment) {
  const url = storage?.url ?? null;
  if (url === null) return { storage: { url }, problems: [] };
  const expansion = expandText(url, environment);
  const problems = variableProblems(['storage', 'url'], expansion);
  return { storage: { url: expansion.text }, problems };
}

/** The file's text: at most 1 MiB of UTF-8 without NUL. */
function readScenarioText(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) {
    const what = stats === undefined ? 'no such file' : 'not a file';
    throw new ScenarioError(`scenario: ${what}: ${file}; name one, or write one by entwine init`, {
      file,
    });
  }
  if (stats.size > MAX_BYTES) {
    const message = `scenario: too large: ${file} has ${stats.size} bytes; keep it within ${MAX_BYTES}`;
    throw new ScenarioError(message, { file, bytes: stats.size });
  }
  const text = decodeUtf8(readFileSync(file));
  if (text === null || text.includes('\0')) {
    throw new ScenarioError(`scenario: not UTF-8 text: ${file}; save it as UTF-8`, { file });
  }
  return text;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
