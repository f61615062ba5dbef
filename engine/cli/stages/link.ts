import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createKindClock } from '../../../linkers/kind-clock.ts';
import { createLinkSessions } from '../../../linkers/link-session.ts';
import { linkCaptures } from '../../original/link-captures.ts';
import { organiseOriginal } from '../../original/organise-original.ts';
import type { LinkReport } from '../../pipeline/ports.ts';
import { writeCsv } from '../../snapshot/csv.ts';
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
  await rm(split, { recursive: true, force: true });
  await mkdir(split, { recursive: true });
  for (const table of context.schema.tables) {
    if (table.role === 'reference') continue;
    for (const part of SPLIT_PARTS) {
      const { rows } = readTables(database, context.schema, { part });
      await writeCsv(join(split, `${table.name}-${part}.csv`), table, rows(table.name));
    }
  }
}
