/** Code of a variable that does not exist in a place, e.g. the previous row of a first row. */
export const ABSENT = 0;
/** Code of a missing cell. */
export const MISSING = 1;
/** The first code that stands for a value. */
export const FIRST = 2;
