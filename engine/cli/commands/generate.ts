import { stageCommand } from './stage-command.ts';

/** `entwine generate`: draws the synthetic database and publishes its snapshot. */
export const generateCommand = stageCommand({
  name: 'generate',
  summary: 'draw the synthetic database and publish its snapshot',
  until: 'snapshot',
  async outcome(manifest, runDirectory) {
    const rows = (manifest.stages.generate?.outputs.rows ?? {}) as Record<string, number>;
    const lines = Object.entries(rows).map(([table, count]) => `${table}: ${count} rows`);
    return {
      document: { rows, snapshot: `${runDirectory}/snapshot` },
      lines: [...lines, `snapshot: ${runDirectory}/snapshot`],
    };
  },
});
