import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { temporaryFolder } from './temporary-folder.ts';

const MANIFEST = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };

/**
 * A folder with an empty PGlite database in it.
 *
 * Making one takes seconds, so that an untouched one is kept in the temporary folder and copied.
 */
export async function pgliteDirectory(): Promise<string> {
  const pristine = join(tmpdir(), `entwine-pglite-${version}`);
  if (!existsSync(pristine)) await makePristine(pristine);
  const directory = temporaryFolder();
  cpSync(pristine, directory, { recursive: true });
  return directory;
}

async function makePristine(pristine: string): Promise<void> {
  const draft = mkdtempSync(`${pristine}-draft-`);
  const database = await PGlite.create(draft);
  await database.close();
  try {
    renameSync(draft, pristine);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(pristine)) throw error;
  }
}
