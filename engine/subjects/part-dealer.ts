import type { Random } from '../core/random.ts';
import { openChance, type PartitionLaw } from './partition-law.ts';

/** Deals members to parts as a partition law says, each in constant expected time. */
export class PartDealer {
  readonly #law: PartitionLaw;
  readonly #random: Random;
  /** Part by member. */
  readonly #members: number[] = [];
  readonly #sizes: number[] = [];

  constructor(law: PartitionLaw, random: Random) {
    this.#law = law;
    this.#random = random;
  }

  get parts(): number {
    return this.#sizes.length;
  }

  /** The part of the next member; as large as the number of parts so far for a new one. */
  next(): number {
    const isNew =
      this.#random.next() < openChance(this.#law, this.#members.length, this.#sizes.length);
    const part = isNew ? this.#sizes.length : this.#known();
    this.join(part);
    return part;
  }

  /** Adds a member to a part, to the next new one for instance. */
  join(part: number): void {
    this.#sizes[part] = (this.#sizes[part] ?? 0) + 1;
    this.#members.push(part);
  }

  /** By members less the discount: a random member's part, refused as often as the discount says. */
  #known(): number {
    const { discount } = this.#law;
    const extra = Math.max(0, -discount) * this.#sizes.length;
    if (this.#random.next() * (this.#members.length + extra) < extra) {
      return this.#random.integer(this.#sizes.length);
    }
    for (;;) {
      const part = this.#random.pick(this.#members);
      if (this.#random.next() * (this.#sizes[part] as number) >= discount) return part;
    }
  }
}
