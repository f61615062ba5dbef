import { stageCommand } from './stage-command.ts';

/** `entwine train`: learns the generator from the training subjects. */
export const trainCommand = stageCommand({
  name: 'train',
  summary: 'learn the generator from the training subjects',
  until: 'train',
  async outcome(manifest, runDirectory) {
    const outputs = manifest.stages.train?.outputs ?? {};
    const reason = outputs.familyReason === undefined ? '' : ` (${outputs.familyReason})`;
    const line = `${outputs.family}${reason} learned from ${outputs.subjects} subjects: ${runDirectory}/generator`;
    const replayed = outputs.replayed as { subjects: number; digest: string } | undefined;
    const older = `${replayed?.subjects} of them drawn from the generator ${replayed?.digest.slice(0, 12)}`;
    return { document: outputs, lines: replayed === undefined ? [line] : [line, older] };
  },
});
