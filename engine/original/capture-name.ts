import { basename, dirname } from 'node:path';

/** A file of a source and the capture that it belongs to. */
export interface CaptureFile {
  readonly file: string;
  readonly capture: string;
}

/**
 * Groups the files of all sources into captures.
 *
 * A capture is one exercise recorded by several instruments: files that share a folder belong
 * together. Where no two sources share a folder, there is nothing to tell captures apart by, so
 * all files form the one capture `all`.
 *
 * @param sources files of each source, in reading order
 * @returns the same files, each with its capture's name, made unique by its parent folders
 */
export function assignCaptures(
  sources: ReadonlyMap<string, readonly string[]>,
): Map<string, CaptureFile[]> {
  const folders = [...sources.values()].map((files) => new Set(files.map((one) => dirname(one))));
  const all = new Set(folders.flatMap((one) => [...one]));
  const shared = folders.length < 2 || [...all].some((folder) => isShared(folder, folders));
  const names = shared ? uniqueFolderNames([...all]) : new Map<string, string>();
  const captureOf = (file: string) => names.get(dirname(file)) ?? 'all';
  return new Map(
    [...sources].map(([name, files]) => [
      name,
      files.map((file) => ({ file, capture: captureOf(file) })),
    ]),
  );
}

function isShared(folder: string, folders: readonly ReadonlySet<string>[]): boolean {
  return folders.filter((one) => one.has(folder)).length > 1;
}

/** The shortest tail of each folder's path that tells it from the others. */
function uniqueFolderNames(folders: readonly string[]): Map<string, string> {
  const names = new Map(folders.map((folder) => [folder, basename(folder) || 'all']));
  const uses = new Map<string, number>();
  for (const name of names.values()) uses.set(name, (uses.get(name) ?? 0) + 1);
  for (const [folder, name] of names) {
    if ((uses.get(name) ?? 0) > 1) names.set(folder, `${basename(dirname(folder))}/${name}`);
  }
  return names;
}
