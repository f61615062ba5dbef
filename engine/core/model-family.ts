/** Model families that a scenario may ask for; `auto` lets the engine choose and say why. */
export const MODEL_FAMILIES = ['auto', 'trees', 'bayes-net'] as const;

export type ModelFamily = (typeof MODEL_FAMILIES)[number];
