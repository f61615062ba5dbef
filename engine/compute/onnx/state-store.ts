import type { Tensor } from 'onnxruntime-node';
import { ComputeError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import type { Program, StateSpec } from '../program.ts';

/** One state: what it is now, and room for what it will be. */
interface Held {
  readonly spec: StateSpec;
  now: Tensor;
  next: Tensor | undefined;
}

type TensorConstructor = typeof Tensor;

/**
 * The states of a program as tensors that onnxruntime reads and writes in place.
 *
 * A run reads what is and writes what will be; the two change places afterwards, so that nothing is
 * copied or allocated from step to step.
 */
export class StateStore {
  readonly #program: string;
  readonly #held: ReadonlyMap<string, Held>;
  readonly #tensor: TensorConstructor;

  constructor(program: Program, tensor: TensorConstructor) {
    this.#program = program.name;
    this.#tensor = tensor;
    this.#held = new Map(
      program.states.map((spec) => [
        spec.name,
        { spec, now: this.#make(spec, spec.initial.slice()), next: undefined },
      ]),
    );
  }

  now(name: string): Tensor {
    return this.#find(name).now;
  }

  next(name: string): Tensor {
    const held = this.#find(name);
    held.next ??= this.#make(held.spec, new Float32Array(held.spec.initial.length));
    return held.next;
  }

  /** What was written as next is now. */
  advance(names: Iterable<string>): void {
    for (const name of names) {
      const held = this.#find(name);
      const { now } = held;
      held.now = this.next(name);
      held.next = now;
    }
  }

  read(): ReadonlyMap<string, Float32Array> {
    return new Map([...this.#held].map(([name, { now }]) => [name, elementsOf(now).slice()]));
  }

  write(states: ReadonlyMap<string, Float32Array>): void {
    for (const [name, values] of states) {
      const elements = elementsOf(this.#find(name).now);
      if (elements.length !== values.length) {
        throw new ComputeError(
          `${this.#program}: state ${name} does not fit: ${values.length} values; give ${elements.length}`,
          { program: this.#program, state: name },
        );
      }
      elements.set(values);
    }
  }

  #find(name: string): Held {
    const held = this.#held.get(name);
    if (held !== undefined) return held;
    throw new ComputeError(`${this.#program}: no such state: ${name}; give one of the program's`, {
      program: this.#program,
      state: name,
    });
  }

  #make(spec: StateSpec, elements: Float32Array): Tensor {
    return new this.#tensor('float32', elements, spec.shape);
  }
}

function elementsOf(tensor: Tensor): Float32Array {
  return defined(
    tensor.data instanceof Float32Array ? tensor.data : undefined,
    'states are floats',
  );
}
