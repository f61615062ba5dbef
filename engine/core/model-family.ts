/** Model families that a scenario may ask for; `auto` lets the engine choose and say why. */
export const MODEL_FAMILIES = ['auto', 'trees', 'argn', 'bayes-net'] as const;

export type ModelFamily = (typeof MODEL_FAMILIES)[number];
