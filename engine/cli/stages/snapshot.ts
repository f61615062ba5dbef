import { writeSnapshot } from '../../snapshot/write-snapshot.ts';
import { readTables } from '../../storage/table-reader.ts';
import { type Stage, withDatabase } from '../run-context.ts';
import { VERSION } from '../version.ts';

/** Publishes the synthetic database as files that anyone can check and restore. */
export const snapshot: Stage = {
  name: 'snapshot',
  settings: async () => [],
  async run(context, { manifest: run }) {
    const { workspace, schema, scenario, seed, progress } = context;
    const manifest = await withDatabase(context, 'synthetic', (database) =>
      writeSnapshot({
        directory: workspace.snapshot,
        schema,
        rows: readTables(database, schema).rows,
        facts: { scenario: scenario.name, seed, version: VERSION, engine: run.engine },
        progress,
      }),
    );
    return { outputs: { tables: manifest.tables } };
  },
};
