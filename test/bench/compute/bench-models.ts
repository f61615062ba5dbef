import type { BenchModel } from './bench-model.ts';
import { referenceModel } from './reference-model.ts';

/** The models that are measured, by name. */
export const BENCH_MODELS: Readonly<Record<string, () => BenchModel>> = {
  reference: referenceModel,
};
