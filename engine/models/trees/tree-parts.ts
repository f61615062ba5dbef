import type { Guard } from '../guards.ts';
import type { CodeBins } from './code-bins.ts';
import type { GrownTree } from './grown-tree.ts';

/** What a model of trees is made of. */
export interface TreeParts {
  /** By record and variable, null where the story gives the value. */
  readonly trees: readonly (readonly (GrownTree | null)[])[];
  /** By record and variable. */
  readonly guards: readonly (readonly (readonly Guard[])[])[];
  /** By record and variable: bin by code. */
  readonly bins: readonly (readonly Pick<CodeBins, 'of'>[])[];
}
