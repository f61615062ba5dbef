import type { Value } from '../core/row.ts';

/** Numbers distinct values in the order of their first appearance. */
export class Dictionary {
  readonly values: Exclude<Value, null>[] = [];
  readonly #codes = new Map<Exclude<Value, null>, number>();

  /** The value's number, a new one if it was never seen. */
  add(value: Exclude<Value, null>): number {
    const known = this.#codes.get(value);
    if (known !== undefined) return known;
    const code = this.values.length;
    this.#codes.set(value, code);
    this.values.push(value);
    return code;
  }

  /** The value's number, -1 if it was never seen. */
  find(value: Exclude<Value, null>): number {
    return this.#codes.get(value) ?? -1;
  }
}
