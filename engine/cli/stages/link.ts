import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createKindClock } from '../../../linkers/kind-clock.ts';
import { createLinkSessions } from '../../../linkers/link-session.ts';
import { linkCaptures } from '../../original/link-captures.ts';
import { organiseOriginal } from '../../original/organise-original.ts';
import type { LinkReport } from '../../pipeline/ports.ts';
import { writeCsv } from '../../snapshot/csv.ts';
import { publishDirectory } from '../../storage/atomic-file.ts';
import type { Database } from '../../storage/database.ts';
import { readTables, SPLIT_PARTS } from '../../storage/table-reader.ts';
import { type RunContext, type Stage, withDatabase } from '../run-context.ts';

/** Links the captures, gives every row its subject, and splits the subjects. */
export const link: Stage = {
  name: 'link',
  settings: async ({ scenario, seed }) => [scenario.link, scenario.subject, scenario.split, seed],
  async run(context) {
    const reports = await withDatabase(context, 'original', async (database) => {
      const found = await linkOriginal(context, database);
      await organiseOriginal(database, context.schema, {
        ...context.parts,
        ...context.scenario.subject,
        seed: context.seed,
        holdout: context.scenario.split.holdout,
        progress: context.progress,
      });
      await writeSplit(context, database);
      return found;
    });
    return { outputs: { captures: Object.fromEntries(reports.map((one) => [one.capture, one])) } };
  },
};

async function linkOriginal(context: RunContext, database: Database): Promise<LinkReport[]> {
  if (!context.parts.events) return [];
  return linkCaptures(database, {
    openSession: createLinkSessions(context.scenario.link),
    openKindClock: createKindClock,
    progress: context.progress,
  });
}

/** `RUN/split`: the original rows as the generator sees them, for outside judges. */
async function writeSplit(context: RunContext, database: Database): Promise<void> {
  const { split } = context.workspace;
  const temporary = `${split}.part`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const tables = context.schema.tables.filter(({ role }) => role !== 'reference');
  context.progress.start('split', tables.length, 'tables');
  for (const table of tables) {
    for (const part of SPLIT_PARTS) {
      const { rows } = readTables(database, context.schema, { part });
      await writeCsv(join(temporary, `${table.name}-${part}.csv`), table, rows(table.name));
    }
    context.progress.advance(1);
  }
  await publishDirectory(temporary, split);
  context.progress.finish();
}
