/** Counts of one variable's codes in each context, for one length of the list of parents. */
export interface BackOffLevel {
  /** Context numbers, ascending. */
  readonly keys: Float64Array;
  /** First entry of each context, and the end of the last. */
  readonly offsets: Int32Array;
  readonly codes: Uint16Array;
  /** Rows with this code or an earlier one of the context. */
  readonly sums: Int32Array;
}

/**
 * Counts codes by context; contexts of fewer rows than `minSupport` are left out.
 *
 * @param contexts number of each row's context
 * @param codes code of each row, below `cardinality`
 */
export function countLevel(
  contexts: Float64Array,
  codes: Uint16Array,
  options: { readonly cardinality: number; readonly minSupport: number },
): BackOffLevel {
  const { cardinality, minSupport } = options;
  const joint = new Float64Array(contexts.length);
  for (let row = 0; row < joint.length; row += 1) {
    joint[row] = (contexts[row] as number) * cardinality + (codes[row] as number);
  }
  joint.sort();
  const keys: number[] = [];
  const offsets: number[] = [];
  const entries: number[] = [];
  const sums: number[] = [];
  let from = 0;
  while (from < joint.length) {
    const key = Math.floor((joint[from] as number) / cardinality);
    const limit = (key + 1) * cardinality;
    let to = from;
    while (to < joint.length && (joint[to] as number) < limit) to += 1;
    if (to - from >= minSupport) {
      keys.push(key);
      offsets.push(entries.length);
      appendRuns(joint.subarray(from, to), key * cardinality, entries, sums);
    }
    from = to;
  }
  offsets.push(entries.length);
  return {
    keys: Float64Array.from(keys),
    offsets: Int32Array.from(offsets),
    codes: Uint16Array.from(entries),
    sums: Int32Array.from(sums),
  };
}

function appendRuns(joint: Float64Array, base: number, entries: number[], sums: number[]): void {
  for (let at = 0; at < joint.length; ) {
    const value = joint[at] as number;
    while (at < joint.length && joint[at] === value) at += 1;
    entries.push(value - base);
    sums.push(at);
  }
}

/** Finds contexts by hash; built once when a model is opened. */
export class LevelIndex {
  readonly #level: BackOffLevel;
  readonly #slots: Int32Array;
  readonly #mask: number;

  constructor(level: BackOffLevel) {
    let size = 4;
    while (size < 2 * level.keys.length) size *= 2;
    this.#level = level;
    this.#slots = new Int32Array(size).fill(-1);
    this.#mask = size - 1;
    for (let index = 0; index < level.keys.length; index += 1) {
      let slot = hash(level.keys[index] as number) & this.#mask;
      while ((this.#slots[slot] as number) >= 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = index;
    }
  }

  /** Position of the context, -1 if it was left out. */
  find(key: number): number {
    const { keys } = this.#level;
    for (let slot = hash(key) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const index = this.#slots[slot] as number;
      if (index < 0 || keys[index] === key) return index;
    }
  }

  /** Rows of the context. */
  rows(index: number): number {
    const { offsets, sums } = this.#level;
    return sums[(offsets[index + 1] as number) - 1] as number;
  }

  /** The code below which a share of the context's rows lies. */
  pick(index: number, share: number): number {
    const { offsets, sums, codes } = this.#level;
    const from = offsets[index] as number;
    let [low, high] = [from, (offsets[index + 1] as number) - 1];
    const wanted = share * (sums[high] as number);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) > wanted) high = middle;
      else low = middle + 1;
    }
    return codes[low] as number;
  }

  /** Adds each code's share to `into`. */
  weigh(index: number, into: Float64Array): void {
    const { offsets, sums, codes } = this.#level;
    const last = (offsets[index + 1] as number) - 1;
    let before = 0;
    for (let at = offsets[index] as number; at <= last; at += 1) {
      const code = codes[at] as number;
      const sum = sums[at] as number;
      into[code] = (into[code] ?? 0) + (sum - before) / (sums[last] as number);
      before = sum;
    }
  }
}

function hash(key: number): number {
  const low = (key % 0x100000000) | 0;
  const high = (key / 0x100000000) | 0;
  let mixed = Math.imul(low ^ (low >>> 16) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
