import type { FileCounts } from '../../original/stage-captures.ts';
import { stageCommand } from './stage-command.ts';

/** `entwine ingest`: captures into the original database. */
export const ingestCommand = stageCommand({
  name: 'ingest',
  summary: 'read the captures into the original database; bad rows go to quarantine',
  until: 'ingest',
  async outcome(manifest) {
    const files = (manifest.stages.ingest?.outputs.files ?? {}) as Record<string, FileCounts>;
    const lines = Object.entries(files).map(
      ([name, { rows, bad, skipped }]) => `${name}: ${rows} rows, ${bad} bad, ${skipped} skipped`,
    );
    return { document: { files }, lines };
  },
});
