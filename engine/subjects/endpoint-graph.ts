import type { Random } from '../core/random.ts';

/** Who meets whom: the entities of subject s are `entities[offsets[s] .. offsets[s + 1]]`. */
export interface EndpointGraph {
  readonly offsets: Int32Array;
  readonly entities: Int32Array;
}

/**
 * Matches the stubs of both sides without replacement.
 *
 * Each subject gets as many entities as it demands, each at most once; each entity meets about as
 * many subjects as its degree says (a stub that finds no free partner after 32 tries is given to
 * an entity chosen alike among all).
 *
 * @param demands distinct entities by subject
 * @param degrees subjects by entity; their sum need not equal the demand
 */
export function matchStubs(
  demands: ArrayLike<number>,
  degrees: ArrayLike<number>,
  random: Random,
): EndpointGraph {
  const offsets = new Int32Array(demands.length + 1);
  for (let one = 0; one < demands.length; one += 1) {
    offsets[one + 1] = (offsets[one] as number) + Math.min(demands[one] as number, degrees.length);
  }
  const total = offsets[demands.length] as number;
  const stubs = stubsOf(degrees, total, random);
  const order = Int32Array.from({ length: demands.length }, (_, index) => index);
  order.sort((a, b) => (demands[b] as number) - (demands[a] as number) || a - b);
  const entities = new Int32Array(total);
  let free = stubs.length;
  for (const subject of order) {
    const met = new Set<number>();
    const last = offsets[subject + 1] as number;
    for (let at = offsets[subject] as number; at < last; at += 1) {
      const entity = takeStub(stubs, free, met, random, degrees.length);
      if (entity.taken) free -= 1;
      met.add(entity.value);
      entities[at] = entity.value;
    }
  }
  return { offsets, entities };
}

function stubsOf(degrees: ArrayLike<number>, total: number, random: Random): Int32Array {
  let given = 0;
  for (let one = 0; one < degrees.length; one += 1) given += degrees[one] as number;
  const stubs = new Int32Array(Math.max(total, given));
  let filled = 0;
  for (let one = 0; one < degrees.length; one += 1) {
    stubs.fill(one, filled, filled + (degrees[one] as number));
    filled += degrees[one] as number;
  }
  for (; filled < total; filled += 1) stubs[filled] = random.integer(degrees.length);
  return stubs;
}

/** Takes a stub at random, puts the last free one in its place. */
function takeStub(
  stubs: Int32Array,
  free: number,
  met: ReadonlySet<number>,
  random: Random,
  entities: number,
): { readonly value: number; readonly taken: boolean } {
  for (let tries = 0; tries < 32 && free > 0; tries += 1) {
    const at = random.integer(free);
    const value = stubs[at] as number;
    if (met.has(value)) continue;
    stubs[at] = stubs[free - 1] as number;
    return { value, taken: true };
  }
  let value = random.integer(entities);
  while (met.has(value)) value = (value + 1) % entities;
  return { value, taken: false };
}
