import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { DataError } from '../engine/core/errors.ts';
import type { ScenarioSource } from './scenario.ts';

/**
 * The files of a source: absolute, each once, in code-unit order whatever the disk says.
 *
 * @returns an empty list only for an optional source
 * @throws DataError if a path of a required source names no file
 */
export function expandSource(source: ScenarioSource): readonly string[] {
  const found = source.path.map((pattern) => ({ pattern, files: matches(source, pattern) }));
  const without = found.find(({ files }) => files.length === 0);
  if (without !== undefined && !source.optional) {
    const message = `source of ${source.kind}: no file matches: ${without.pattern}; `;
    throw new DataError(`${message}correct the path, it is relative to ${source.baseDirectory}`, {
      kind: source.kind,
      pattern: without.pattern,
    });
  }
  return [...new Set(found.flatMap(({ files }) => files))].sort();
}

/** A path that exists is taken as it is, whatever letters it holds; else it is a glob. */
function matches({ baseDirectory, kind }: ScenarioSource, pattern: string): readonly string[] {
  const literal = resolve(baseDirectory, pattern);
  const stats = statSync(literal, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    throw new DataError(
      `source of ${kind}: is a folder: ${pattern}; name files, as in ${pattern}/*`,
    );
  }
  if (stats !== undefined) return [literal];
  const options = { cwd: baseDirectory, absolute: true, expandDirectories: false } as const;
  return globSync(pattern, options);
}
