import { DataError } from '../../engine/core/errors.ts';

/** A rule, or a part of one, that cannot be evaluated; never passed over in silence. */
export class SigmaRuleError extends DataError {}

/** A selection for messages; most are called `selection`, which is not said twice. */
export function selectionPlace(name: string): string {
  return name === 'selection' ? name : `selection ${name}`;
}

/**
 * Refuses a part of a rule.
 *
 * @param place the part inside the rule, e.g. `selection CommandLine|re`
 * @throws SigmaRuleError always
 */
export function refuseRule(
  place: string,
  { what, value, remedy }: { what: string; value: unknown; remedy: string },
): never {
  const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const short = shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
  throw new SigmaRuleError(`${place}: ${what}: ${short}; ${remedy}`, { place, value });
}
