import { createRandom, type Random } from '../../core/random.ts';

const GOLDEN = 0x9e3779b9;

/**
 * A stream that is opened without a digest: equal seeds give equal streams.
 *
 * It is for the few draws of one filling, of which millions are opened; a long stream is
 * `createRandom`'s.
 *
 * @param seed 32 bits, well mixed, such as `hashText` gives
 * @see Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014, section 4
 */
export function hashStream(seed: number): Random {
  let state = seed >>> 0;
  const word = () => {
    state = (state + GOLDEN) >>> 0;
    return mixed(state);
  };
  const next = () => ((word() >>> 5) * 0x4000000 + (word() >>> 6)) / 0x20000000000000;
  const integer = (below: number) => Math.floor(next() * below);
  return {
    next,
    integer,
    pick: (items) => items[integer(items.length)] as (typeof items)[number],
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle: (items) => createRandom(word(), 'shuffle').shuffle(items),
    split: (...path) => createRandom(seed, 'filling', ...path),
    key: { seed, path: ['filling'] },
  };
}

/** The seed of one of several streams. */
export function seedOf(salt: number, ...parts: readonly number[]): number {
  return parts.reduce((seed, one) => mixed((seed ^ Math.imul(one + 1, GOLDEN)) >>> 0), mixed(salt));
}

/** The final mix of MurmurHash3. */
function mixed(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
