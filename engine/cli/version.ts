import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's folder, from the sources as well as from the built files. */
export const PACKAGE_ROOT = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

/** The package's version, as `package.json` names it. */
export const VERSION = readVersion();

function findPackageRoot(from: string): string {
  const root = join(from, '..', '..');
  return root.endsWith('dist') ? join(root, '..') : root;
}

function readVersion(): string {
  const text = readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
