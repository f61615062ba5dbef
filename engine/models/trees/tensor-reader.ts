import { CheckpointMismatchError } from '../../core/errors.ts';
import type { Tensor } from '../sequence-model.ts';

/** What to throw where a file says what the space does not. */
export function mismatch(what: string, record: number): CheckpointMismatchError {
  return new CheckpointMismatchError(
    `weights.safetensors: trees do not fit the generator: ${what} of record ${record}; train again`,
    { what, record },
  );
}

/** Hands out a record's tensors piece by piece, each from where the last one ended. */
export class TensorReader {
  readonly #tensors: ReadonlyMap<string, Tensor>;
  readonly #record: number;
  readonly #read = new Map<string, number>();

  constructor(tensors: ReadonlyMap<string, Tensor>, record: number) {
    this.#tensors = tensors;
    this.#record = record;
  }

  /** @throws CheckpointMismatchError if there are not so many left */
  bytes(name: string, count: number): Uint8Array {
    const tensor = this.#tensors.get(`${this.#record}.${name}`);
    if (!(tensor instanceof Uint8Array)) throw this.broken(name);
    const from = this.#take(name, count, tensor.length);
    return tensor.subarray(from, from + count);
  }

  /** @throws CheckpointMismatchError if there are not so many left */
  shorts(name: string, count: number): Uint16Array {
    const tensor = this.#tensors.get(`${this.#record}.${name}`);
    if (!(tensor instanceof Uint16Array)) throw this.broken(name);
    const from = this.#take(name, count, tensor.length);
    return tensor.subarray(from, from + count);
  }

  /** @throws CheckpointMismatchError if there are not so many left */
  ints(name: string, count: number): Int32Array {
    const tensor = this.#tensors.get(`${this.#record}.${name}`);
    if (!(tensor instanceof Int32Array)) throw this.broken(name);
    const from = this.#take(name, count, tensor.length);
    return tensor.subarray(from, from + count);
  }

  /** @throws CheckpointMismatchError if a tensor holds more than was asked for */
  finish(): void {
    for (const [name, tensor] of this.#tensors) {
      const [record, part] = name.split('.');
      if (Number(record) !== this.#record) continue;
      if (tensor.length !== (this.#read.get(part ?? '') ?? 0)) throw this.broken(name);
    }
  }

  /** What to throw where a part does not fit. */
  broken(what: string): CheckpointMismatchError {
    return mismatch(what, this.#record);
  }

  #take(name: string, count: number, length: number): number {
    const from = this.#read.get(name) ?? 0;
    if (from + count > length) throw this.broken(name);
    this.#read.set(name, from + count);
    return from;
  }
}
