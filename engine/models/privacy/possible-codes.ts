import type { RecordSpec } from '../code-space.ts';

/** By target: 1 for each code that its variable may have, 0 for those that the schema rules out. */
export function possibleCodes(
  spec: RecordSpec | undefined,
  targets: readonly { readonly variable: number; readonly cardinality: number }[],
): Float64Array[] {
  return targets.map(({ variable, cardinality }) => {
    const possible = new Float64Array(cardinality).fill(1);
    for (const code of spec?.variables[variable]?.never ?? []) possible[code] = 0;
    return possible;
  });
}
