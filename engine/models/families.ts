import { CheckpointMismatchError } from '../core/errors.ts';
import type { ModelFamily } from '../core/model-family.ts';
import { bayesNet } from './bayes-net/bayes-net.ts';
import type { ModelFamilyPort } from './sequence-model.ts';
import { trees } from './trees/trees.ts';

const FAMILIES: readonly ModelFamilyPort[] = [trees, bayesNet];

/** The family of a saved generator. @throws CheckpointMismatchError if this version has none such */
export function familyNamed(name: string): ModelFamilyPort {
  const family = FAMILIES.find((one) => one.name === name);
  if (family !== undefined) return family;
  throw new CheckpointMismatchError(
    `model family: unknown to this version: ${name}; train again with one of ${FAMILIES.map((one) => one.name).join(', ')}`,
    { name },
  );
}

/** The family that a scenario gets, and why. */
export function chooseFamily(wanted: ModelFamily): {
  readonly family: string;
  readonly familyReason: string;
} {
  if (wanted !== 'auto') return { family: wanted, familyReason: 'the scenario names it' };
  return {
    family: trees.name,
    familyReason: 'best in quality, speed and privacy of the families that were measured',
  };
}
