import { existsSync } from 'node:fs';
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
  const root = schema.tables.find((one) => one.role === 'subject')?.name ?? '';
  const ending = ENDINGS.find((one) => existsSync(join(folder, `${root}${one}`)));
  if (ending === undefined) {
    const names = ENDINGS.map((one) => `${root}${one}`).join(' or ');
    throw new ScenarioError(
      `generate.seedRows: no rows of ${root}: ${folder}; put ${names} there`,
      { folder },
    );
  }
  async function* rows(name: string): AsyncGenerator<readonly Row[]> {
    const file = join(folder, `${name}${ending}`);
    if (existsSync(file)) yield* readCsv(file, tableNamed(schema, name));
  }
  return { schema, rows };
}
