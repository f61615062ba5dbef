import { evaluationOutcome } from './evaluation-outcome.ts';
import { stageCommand } from './stage-command.ts';

/** `entwine report`: the same figures as a page for people. */
export const reportCommand = stageCommand({
  name: 'report',
  summary: 'write report.html, the page for people; exit code 1 if a gate fails',
  until: 'evaluate',
  outcome: (_, runDirectory) => evaluationOutcome(runDirectory, 'report.html'),
});
