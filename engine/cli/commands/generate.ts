import type { AchievedShare } from '../stages/generate.ts';
import { stageCommand } from './stage-command.ts';

/** `entwine generate`: draws the synthetic database and publishes its snapshot. */
export const generateCommand = stageCommand({
  name: 'generate',
  summary: 'draw the synthetic database and publish its snapshot',
  until: 'snapshot',
  async outcome(manifest, runDirectory) {
    const rows = (manifest.stages.generate?.outputs.rows ?? {}) as Record<string, number>;
    const rebalanced = (manifest.stages.generate?.outputs.rebalanced ?? []) as AchievedShare[];
    const lines = Object.entries(rows).map(([table, count]) => `${table}: ${count} rows`);
    const shares = rebalanced.map(
      (one) => `${one.column} ${one.value}: ${one.achieved.toFixed(4)}, wanted ${one.wanted}`,
    );
    return {
      document: { rows, rebalanced, snapshot: `${runDirectory}/snapshot` },
      lines: [...lines, ...shares, `snapshot: ${runDirectory}/snapshot`],
    };
  },
});
