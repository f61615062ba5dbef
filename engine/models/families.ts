import { CheckpointMismatchError, ScenarioError } from '../core/errors.ts';
import type { ModelFamily } from '../core/model-family.ts';
import { argn } from './argn/argn.ts';
import { bayesNet } from './bayes-net/bayes-net.ts';
import { type FamilyChoice, pickFamily, type TableSize } from './pick-family.ts';
import type { ModelFamilyPort } from './sequence-model.ts';
import { trees } from './trees/trees.ts';

const FAMILIES: readonly ModelFamilyPort[] = [trees, argn, bayesNet];

/** The only family whose training bounds what a single subject may show. */
const PRIVATE_FAMILY = 'argn';

/** The family of a saved generator. @throws CheckpointMismatchError if this version has none such */
export function familyNamed(name: string): ModelFamilyPort {
  const family = FAMILIES.find((one) => one.name === name);
  if (family !== undefined) return family;
  throw new CheckpointMismatchError(
    `model family: unknown to this version: ${name}; train again with one of ${FAMILIES.map((one) => one.name).join(', ')}`,
    { name },
  );
}

const NAMED = 'the scenario names it';

/** By table: its family, and why. */
export type FamilyChoices = Readonly<Record<string, FamilyChoice>>;

/** What families are chosen by. */
export interface FamilyWish {
  readonly wanted: ModelFamily;
  /** True where training must keep to a privacy budget. */
  readonly isPrivate: boolean;
  readonly tables: Readonly<Record<string, TableSize>>;
}

/**
 * Chooses a family for every table: the one that the scenario names, else the one that the privacy
 * budget asks for, else the one that was measured best on the nearest table.
 *
 * @throws ScenarioError for a family that cannot keep to a privacy budget
 */
export function chooseFamilies({ wanted, isPrivate, tables }: FamilyWish): FamilyChoices {
  if (isPrivate && wanted !== 'auto' && wanted !== PRIVATE_FAMILY) {
    throw new ScenarioError(
      `model.family: no differential privacy in this family: ${wanted}; use ${PRIVATE_FAMILY} or auto, or leave the privacy budget out`,
      { wanted },
    );
  }
  const choose = (size: TableSize): FamilyChoice => {
    if (wanted !== 'auto') return { family: wanted, reason: NAMED };
    return isPrivate ? PRIVATE_CHOICE : (pickFamily(size) ?? DEFAULT_CHOICE);
  };
  return Object.fromEntries(Object.entries(tables).map(([name, size]) => [name, choose(size)]));
}

const PRIVATE_CHOICE: FamilyChoice = Object.freeze({
  family: PRIVATE_FAMILY,
  reason: 'the only family that keeps to a privacy budget',
});

const DEFAULT_CHOICE: FamilyChoice = Object.freeze({
  family: trees.name,
  reason: 'no table was measured with more than one family',
});
