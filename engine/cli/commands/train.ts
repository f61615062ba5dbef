import { stageCommand } from './stage-command.ts';

/** `entwine train`: learns the generator from the training subjects. */
export const trainCommand = stageCommand({
  name: 'train',
  summary: 'learn the generator from the training subjects',
  until: 'train',
  async outcome(manifest, runDirectory) {
    const outputs = manifest.stages.train?.outputs ?? {};
    const line = `${outputs.family} learned from ${outputs.subjects} subjects: ${runDirectory}/generator`;
    return { document: outputs, lines: [line] };
  },
});
