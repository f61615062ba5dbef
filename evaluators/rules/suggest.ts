/** `did you mean "x"? ` where a known word is near a mistyped one, else nothing. */
export type Suggest = (word: string, known: readonly string[]) => string;

/** For callers without a list of near words. */
export const suggestNothing: Suggest = () => '';
