import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScenarioError } from '../core/errors.ts';
import type { Row } from '../core/row.ts';
import type { TableReader } from '../pipeline/ports.ts';
import { type DatabaseSchema, tableNamed } from '../schema/database-schema.ts';
import { readCsv } from '../snapshot/read-csv.ts';

const ENDINGS = ['.csv', '-holdout.csv', '-training.csv'] as const;

/**
 * Reads seed rows from a folder with a CSV file a table: `<table>.csv`, as a snapshot has it, or
 * `<table>-holdout.csv` or `<table>-training.csv`, as the `split` folder of a run has them.
 *
 * One ending holds for all tables: the first that the subject table has. Tables without a file,
 * such as reference tables, have no rows.
 *
 * @throws ScenarioError if the folder holds no file of the subject table
 */
export function openSeedFiles(folder: string, schema: DatabaseSchema): TableReader {
  const ending = endingOf(folder, schema);
  async function* rows(name: string): AsyncGenerator<readonly Row[]> {
    const file = join(folder, `${name}${ending}`);
    if (existsSync(file)) yield* readCsv(file, tableNamed(schema, name));
  }
  return { schema, rows };
}

/** SHA-256 of all files that `openSeedFiles` reads. @throws ScenarioError as it does */
export async function digestSeedFiles(folder: string, schema: DatabaseSchema): Promise<string> {
  const ending = endingOf(folder, schema);
  const hash = createHash('sha256');
  for (const { name } of schema.tables) {
    const file = join(folder, `${name}${ending}`);
    if (existsSync(file)) hash.update(`${name}\n`).update(await readFile(file));
  }
  return hash.digest('hex');
}

function endingOf(folder: string, schema: DatabaseSchema): string {
  const root = schema.tables.find((one) => one.role === 'subject')?.name ?? '';
  const ending = ENDINGS.find((one) => existsSync(join(folder, `${root}${one}`)));
  if (ending !== undefined) return ending;
  const names = ENDINGS.map((one) => `${root}${one}`).join(' or ');
  throw new ScenarioError(`generate.seedRows: no rows of ${root}: ${folder}; put ${names} there`, {
    folder,
  });
}
