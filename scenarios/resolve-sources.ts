import { SOURCE_KINDS, type SourceKind } from '../engine/core/capture-format.ts';
import { type Environment, type Expansion, expandPath } from './expand-variables.ts';
import { suggestion } from './explain-issue.ts';
import type { ScenarioDraft, ScenarioSource } from './scenario.ts';
import type { ScenarioPath, ScenarioProblem } from './scenario-problem.ts';

type Sources = Readonly<Record<string, ScenarioSource>>;

/** Sources, and what is wrong with those that are missing from them. */
export interface ResolvedSources {
  readonly sources: Sources;
  readonly problems: readonly ScenarioProblem[];
}

/** Gives each source its kind, by its name where it states none, and the folder it starts from. */
export function completeSources(
  written: ScenarioDraft['sources'],
  baseDirectory: string,
): ResolvedSources {
  const problems: ScenarioProblem[] = [];
  const entries = Object.entries(written).flatMap(([name, source]) => {
    const kind = source.kind ?? SOURCE_KINDS.find((one): one is SourceKind => one === name);
    if (kind === undefined) problems.push(kindProblem(name));
    return kind === undefined ? [] : [[name, { ...source, kind, baseDirectory }] as const];
  });
  return { sources: Object.fromEntries(entries), problems };
}

function kindProblem(name: string): ScenarioProblem {
  const remedy = `${suggestion(name, SOURCE_KINDS)}add kind: one of ${SOURCE_KINDS.join(', ')}`;
  return { path: ['sources', name], what: 'a source of unknown kind', remedy, atKey: true };
}

/** Fills in the variables of the sources' paths; an optional source that lacks one is left out. */
export function expandSources(
  sources: Sources,
  environment: Environment,
  workingDirectory: string,
): ResolvedSources {
  const problems: ScenarioProblem[] = [];
  const entries = Object.entries(sources).flatMap(([name, source]) => {
    const expansions = source.path.map((one) => expandPath(one, environment, workingDirectory));
    const absent = source.optional && expansions.some(({ unset }) => unset.length > 0);
    if (absent) return [];
    expansions.forEach((expansion, index) => {
      problems.push(...variableProblems(['sources', name, 'path', index], expansion, name));
    });
    return [[name, { ...source, path: expansions.map(({ text }) => text) }] as const];
  });
  return { sources: Object.fromEntries(entries), problems };
}

/** Problems of a text whose variables could not all be filled in. */
export function variableProblems(
  path: ScenarioPath,
  { unset, malformed }: Expansion,
  source?: string,
): readonly ScenarioProblem[] {
  const instead = source === undefined ? '' : `, or give --source ${source}=PATH`;
  return [
    ...unset.map((name) => ({
      path,
      what: 'a variable that is not set',
      value: name,
      remedy: `set ${name}, write \${${name}:-else}${instead}`,
    })),
    ...malformed.map((value) => ({
      path,
      what: 'not a variable',
      value,
      remedy: 'write ${NAME} or ${NAME:-else}',
    })),
  ];
}
