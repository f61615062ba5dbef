import { join, resolve } from 'node:path';
import { StateError } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit.ts';
import { readRunManifest, STAGES } from '../run-manifest.ts';

/** `entwine status`: how far a run came. */
export const statusCommand: Command = {
  name: 'status',
  summary: 'tell how far a run came: stages, seconds, peak memory',
  positionals: ['RUN_DIR'],
  options: {},
  async run(context) {
    const directory = resolve(context.arguments[0] ?? '');
    const manifest = await readRunManifest(join(directory, 'manifest.json'));
    if (manifest === null) {
      throw new StateError(`status: no run here: ${directory}; start one by entwine run`, {
        directory,
      });
    }
    const lines = STAGES.map((stage) => {
      const record = manifest.stages[stage];
      const state = record
        ? `done in ${record.seconds} s, peak ${record.peakMemoryMib} MiB`
        : 'to do';
      return `${stage.padEnd(10)} ${state}`;
    });
    context.result(manifest, [`${manifest.scenario}, seed ${manifest.seed}`, ...lines]);
    return EXIT.ok;
  },
};
