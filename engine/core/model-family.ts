/** Model families that a scenario may ask for; `auto` lets the engine choose and say why. */
export const MODEL_FAMILIES = ['auto', 'trees', 'argn', 'bayes-net'] as const;

export type ModelFamily = (typeof MODEL_FAMILIES)[number];

const NETWORK_FAMILIES: readonly string[] = ['argn'] satisfies ModelFamily[];

/** True for a family that trains a network: on an engine, and within a privacy budget if asked. */
export function isNetworkFamily(family: string): boolean {
  return NETWORK_FAMILIES.includes(family);
}
