import type { PrivacyFacts, TrainingFacts } from '../../evaluators/training/training-facts.ts';
import { NOT_COVERED } from '../models/privacy/not-covered.ts';
import type { PrivacyRecord } from '../models/privacy/split-budget.ts';
import type { TrainingAccount } from '../models/sequence-model.ts';
import type { RunManifest } from './run-manifest.ts';

/** What the run's training said of itself; null where there was none. */
export function trainingFacts({ stages }: RunManifest): TrainingFacts | null {
  const outputs = stages.train?.outputs as TrainOutputs | undefined;
  const measured = stages.train?.measured as TrainMeasured | undefined;
  if (outputs?.families === undefined) return null;
  const account = measured?.account ?? null;
  return {
    families: outputs.families,
    account,
    privacy: privacyFacts(outputs.privacy ?? null, account),
  };
}

/** Where values have no budget of their own, networks are all that spent one. */
function privacyFacts(
  record: PrivacyRecord | null,
  account: TrainingAccount | null,
): PrivacyFacts | null {
  if (record !== null) return { ...record, notCovered: NOT_COVERED };
  const training = account?.privacy ?? null;
  if (training === null) return null;
  const { epsilon, delta } = training;
  return { values: null, training, total: { epsilon, delta }, notCovered: NOT_COVERED };
}

interface TrainOutputs {
  readonly families?: TrainingFacts['families'];
  readonly privacy?: PrivacyRecord;
}

interface TrainMeasured {
  readonly account?: TrainingAccount;
}
