import { RecencyList } from './recency.ts';

/** Rows that a key may name, by what they are and by last use. */
export class RowLists {
  readonly #all = new RecencyList();
  readonly #profiles = new Map<number, number>();
  readonly #byProfile = new Map<number, RecencyList>();

  /** Rows in all. */
  get size(): number {
    return this.#all.size;
  }

  has(row: number): boolean {
    return this.#profiles.has(row);
  }

  /** What the row is. */
  profileOf(row: number): number {
    return this.#profiles.get(row) ?? 0;
  }

  /** Takes in a new row as the one used last. */
  add(row: number, profile: number): void {
    this.#profiles.set(row, profile);
    const own = this.#byProfile.get(profile) ?? new RecencyList();
    this.#byProfile.set(profile, own);
    own.touch(row);
    this.#all.touch(row);
  }

  /** Makes a known row the one used last. */
  touch(row: number): void {
    this.#all.touch(row);
    this.#byProfile.get(this.profileOf(row))?.touch(row);
  }

  /** Rows of a profile; undefined if there are none. */
  of(profile: number): RecencyList | undefined {
    return this.#byProfile.get(profile);
  }

  /** All rows. */
  get all(): RecencyList {
    return this.#all;
  }
}
