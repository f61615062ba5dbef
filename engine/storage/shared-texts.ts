/** Distinct texts that are kept to be shared by the rows that repeat them. */
const SHARED_TEXTS = 8192;

/**
 * Makes a function that gives equal texts as one string in memory, up to 8192 distinct ones.
 *
 * Rows that are held by the million cost a pointer a cell then, not a copy.
 */
export function createSharedTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first !== undefined) return first;
    if (known.size < SHARED_TEXTS) known.set(text, text);
    return text;
  };
}
