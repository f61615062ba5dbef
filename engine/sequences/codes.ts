/** Code of a missing cell; 0 is the code of a variable that does not exist in a place. */
export const MISSING = 1;
/** The first code that stands for a value. */
export const FIRST = 2;
