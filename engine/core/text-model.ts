/** How new texts come to be, where a scenario says so itself. */
export const TEXT_MODELS = [
  'auto', // what was measured as better
  'templates', // what many subjects share, slots filled anew
  'language', // token by token, given the row
] as const;

export type TextModel = (typeof TEXT_MODELS)[number];
