import { SOURCE_KINDS, type SourceKind } from '../engine/core/capture-format.ts';
import { ScenarioError } from '../engine/core/errors.ts';
import { suggestion } from './explain-issue.ts';
import type { ScenarioSource } from './scenario.ts';

/** Paths that the command line gives, by name of the source. */
export type SourceOverrides = Readonly<Record<string, readonly string[]>>;

type Sources = Readonly<Record<string, ScenarioSource>>;

/**
 * Puts the command line's paths in place of a scenario's.
 *
 * A replaced source keeps its kind and format. An optional source that is not named is left out:
 * it belongs to the captures that were replaced. A name of a kind opens a source of that kind.
 *
 * @param baseDirectory where the command line's relative paths start
 * @throws ScenarioError for a name that is neither a source nor a kind
 */
export function overrideSources(
  sources: Sources,
  overrides: SourceOverrides,
  baseDirectory: string,
): Sources {
  const named = Object.entries(overrides);
  if (named.length === 0) return sources;
  const kept = Object.entries(sources).filter(
    ([name, { optional }]) => !optional && !Object.hasOwn(overrides, name),
  );
  const replaced = named.map(([name, path]) => {
    const before = Object.hasOwn(sources, name) ? sources[name] : undefined;
    const source = before ?? newSource(name, Object.keys(sources));
    return [name, { ...source, path, baseDirectory, optional: false }] as const;
  });
  return Object.fromEntries([...kept, ...replaced]);
}

function newSource(name: string, names: readonly string[]): ScenarioSource {
  const kind = SOURCE_KINDS.find((one): one is SourceKind => one === name);
  if (kind === undefined) {
    const known = [...new Set([...names, ...SOURCE_KINDS])];
    throw new ScenarioError(
      `--source ${name}: no such source: ${name}; ${suggestion(name, known)}use one of ${known.join(', ')}`,
      { name, known },
    );
  }
  return {
    kind,
    path: [],
    format: 'auto',
    columns: {},
    timeUnit: 'iso',
    optional: false,
    baseDirectory: '',
  };
}
