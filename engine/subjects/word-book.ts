import type { Random } from '../core/random.ts';

/** Fresh words by length. */
export class WordBook {
  readonly #byLength = new Map<number, string[]>();
  readonly #longest: number;

  /** @param words lower case; may be empty, then `word` is always the same */
  constructor(words: readonly string[]) {
    for (const word of words) {
      const own = this.#byLength.get(word.length) ?? [];
      own.push(word);
      this.#byLength.set(word.length, own);
    }
    this.#longest = Math.max(0, ...this.#byLength.keys());
  }

  /** A word of the length, or of the nearest that there is. */
  word(length: number, random: Random): string {
    for (let away = 0; away <= this.#longest + length; away += 1) {
      const options = this.#byLength.get(length - away) ?? this.#byLength.get(length + away);
      if (options !== undefined) return random.pick(options);
    }
    return 'name';
  }
}
