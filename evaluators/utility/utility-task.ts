import type { SubjectSample } from '../relations/subject-sample.ts';
import type { AskedTaskRows, TaskKind } from './task-rows.ts';

/** A question that people put to telemetry, answered from rows of one table. */
export interface UtilityTask {
  /** Letters, digits, `_` and `-`: `utility.<id>` in report.json. */
  readonly id: string;
  /** What is asked, e.g. `protocol of a flow`. */
  readonly title: string;
  readonly table: string;
  readonly kind: TaskKind;
  /** True where training rows are replaced step by step, as in the STAN study. */
  readonly hasCurve: boolean;
  /** True where rare classes matter: more rows are read, and common classes thinned. */
  readonly keepsRare: boolean;
  read(sample: SubjectSample): AskedTaskRows;
}
