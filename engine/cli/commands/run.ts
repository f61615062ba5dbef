import { evaluationOutcome } from './evaluation-outcome.ts';
import { stageCommand } from './stage-command.ts';

/** `entwine run`: the whole way, from captures to snapshot and report. */
export const runCommand = stageCommand({
  name: 'run',
  summary:
    'the whole way: captures in, synthetic snapshot and report out; resumes where it was cut',
  until: 'evaluate',
  outcome: (_, runDirectory) => evaluationOutcome(runDirectory, 'report.html'),
});
