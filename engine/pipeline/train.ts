import type { Progress } from '../core/progress.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import type { TableReader } from './ports.ts';

/** Families of models that can be trained. */
export const MODEL_FAMILIES = ['bayes-net'] as const;

export type ModelFamily = (typeof MODEL_FAMILIES)[number];

/** How to train. */
export interface TrainingOptions {
  readonly seed: number;
  /** A value leaves only if at least k subjects share it; default 5. */
  readonly k?: number;
  readonly family?: ModelFamily;
  /** Values that are no secret, by column kind or by `table.column`, beside the built-in lists. */
  readonly publicValues?: Readonly<Record<string, readonly string[]>>;
  /** Parents of a variable beside the activity's kind; default 3. */
  readonly maxParents?: number;
  /** Rows that a context needs before it is believed; default 10. */
  readonly minSupport?: number;
}

/** What `trainGenerator` reads. */
export interface TrainingInput {
  /** Training subjects only, rows by (subject_key, time, primary key); reference tables by key. */
  readonly reader: TableReader;
  readonly options: TrainingOptions;
  readonly progress: Progress;
}

/** A trained generator, independent of the data it came from. */
export interface Generator {
  readonly schema: DatabaseSchema;
}

/** Learns a generator from the training subjects. */
export async function trainGenerator(input: TrainingInput): Promise<Generator> {
  return { schema: input.reader.schema };
}
