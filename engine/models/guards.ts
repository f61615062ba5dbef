import type { RecordCodes, RecordSpec } from './code-space.ts';
import type { Frame } from './frame.ts';

/** The pairs (code of an earlier small variable, own code) that occur. */
export interface Guard {
  readonly variable: number;
  /** Own cardinality: pair (a, b) is bit a * width + b. */
  readonly width: number;
  readonly seen: Uint8Array;
}

const SMALL = 64;
const MAX_GUARDS = 6;

/**
 * Guards keep rules that hold without exception (no flags on UDP, 40 bytes a TCP packet) when a
 * context is dropped. Only pairs that exclude something become guards.
 */
export function guardsOf(spec: RecordSpec, data: RecordCodes, variable: number): Guard[] {
  const own = spec.variables[variable];
  if (own === undefined || !own.guarded) return [];
  const guards: Guard[] = [];
  for (let other = 0; other < variable && guards.length < MAX_GUARDS; other += 1) {
    const spare = spec.variables[other];
    if (spare?.guard !== true || spare.cardinality > SMALL) continue;
    guards.push(seenPairs(data, { variable: other, own: variable, width: own.cardinality }));
  }
  return guards;
}

function seenPairs(
  data: RecordCodes,
  pair: { readonly variable: number; readonly own: number; readonly width: number },
): Guard {
  const [left, right] = [data.codes[pair.variable], data.codes[pair.own]];
  const seen = new Uint8Array(Math.ceil((SMALL * pair.width) / 8));
  for (let row = 0; row < data.rows; row += 1) {
    const bit = (left?.[row] as number) * pair.width + (right?.[row] as number);
    seen[bit >> 3] = (seen[bit >> 3] as number) | (1 << (bit & 7));
  }
  return { variable: pair.variable, width: pair.width, seen };
}

/** True if the code goes with the codes that the first `count` guards saw drawn. */
export function isAllowed(
  guards: readonly Guard[],
  frame: Frame,
  code: number,
  count = guards.length,
): boolean {
  const own = frame.at[0] as number;
  for (let index = 0; index < count; index += 1) {
    const guard = guards[index] as Guard;
    const bit = (frame.codes[own + guard.variable] as number) * guard.width + code;
    if (((guard.seen[bit >> 3] as number) & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}
