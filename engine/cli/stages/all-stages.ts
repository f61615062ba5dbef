import type { Stage } from '../run-context.ts';
import { evaluate } from './evaluate.ts';
import { generate } from './generate.ts';
import { ingest } from './ingest.ts';
import { link } from './link.ts';
import { simulate } from './simulate.ts';
import { snapshot } from './snapshot.ts';
import { train } from './train.ts';

/** The stages of a run, in order. */
export const RUN_STAGES: readonly Stage[] = [
  simulate,
  ingest,
  link,
  train,
  generate,
  snapshot,
  evaluate,
];
