import type { BenchModel } from './bench-model.ts';
import { referenceModel } from './reference-model.ts';
import { sequenceModel } from './sequence-model.ts';

/** The models that are measured, by name. */
export const BENCH_MODELS: Readonly<Record<string, () => BenchModel>> = {
  reference: referenceModel,
  decay: () => sequenceModel('decay'),
  gru: () => sequenceModel('gru'),
};
