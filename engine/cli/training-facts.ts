import type { AccountFacts, TrainingFacts } from '../../evaluators/training/training-facts.ts';
import type { RunManifest } from './run-manifest.ts';

/** What the run's training said of itself; null where there was none. */
export function trainingFacts({ stages }: RunManifest): TrainingFacts | null {
  const outputs = stages.train?.outputs as TrainOutputs | undefined;
  if (outputs?.families === undefined) return null;
  return { families: outputs.families, account: outputs.account ?? null };
}

interface TrainOutputs {
  readonly families?: TrainingFacts['families'];
  readonly account?: AccountFacts;
}
