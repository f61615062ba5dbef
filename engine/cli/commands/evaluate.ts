import { evaluationOutcome } from './evaluation-outcome.ts';
import { stageCommand } from './stage-command.ts';

/** `entwine evaluate`: judges the synthetic database; a failed gate ends with code 1. */
export const evaluateCommand = stageCommand({
  name: 'evaluate',
  summary: 'judge the synthetic database and write report.json; exit code 1 if a gate fails',
  until: 'evaluate',
  outcome: (_, runDirectory) => evaluationOutcome(runDirectory, 'report.json'),
});
