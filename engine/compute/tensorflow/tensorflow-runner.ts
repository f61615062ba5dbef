import type { Tensor } from '@tensorflow/tfjs-core';
import { ComputeError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import type { Node } from '../graph.ts';
import type { Elements, Entry, Feed, Program, Result, Runner, StateSpec } from '../program.ts';
import { bindShape, solveSizes } from '../shape.ts';
import { planEntry, type Step } from './plan-entry.ts';
import { type Leaf, runPlan } from './run-plan.ts';
import { REGISTERED_AS, type Tensorflow, type TensorflowBackend } from './tensorflow-backend.ts';

/** A program on TensorFlow.js: walks the nodes of an entry, one kernel or a few each. */
export class TensorflowRunner implements Runner {
  readonly #tf: Tensorflow;
  readonly #backend: TensorflowBackend;
  readonly #program: Program;
  readonly #plans = new Map<string, readonly Step[]>();
  readonly #states = new Map<string, Tensor>();
  /** Constants do not change: made once. */
  readonly #constants = new Map<Node, Tensor>();
  #isDisposed = false;

  constructor(tf: Tensorflow, backend: TensorflowBackend, program: Program) {
    this.#tf = tf;
    this.#backend = backend;
    this.#program = program;
    this.#takeTurn();
    for (const { name, shape, initial } of program.states) {
      this.#states.set(name, this.#keepTensor(initial, shape));
    }
  }

  async run(name: string, feeds: readonly Feed[]): Promise<readonly Result[]> {
    this.#takeTurn();
    const entry = this.#program.entries[name];
    if (entry === undefined) {
      const known = Object.keys(this.#program.entries).join(', ');
      throw new ComputeError(
        `${this.#program.name}: there is no such entry: ${name}; use one of ${known}`,
        { entry: name },
      );
    }
    return feeds.map((feed) => this.#runOnce(name, entry, feed));
  }

  async readStates(): Promise<ReadonlyMap<string, Float32Array>> {
    this.#takeTurn();
    return new Map(
      [...this.#states].map(([name, state]) => [name, readElements(state) as Float32Array]),
    );
  }

  async writeStates(states: ReadonlyMap<string, Float32Array>): Promise<void> {
    this.#takeTurn();
    const specs = new Map(this.#program.states.map((spec) => [spec.name, spec]));
    for (const [name, elements] of states) {
      checkState(this.#program.name, specs.get(name), { name, elements });
    }
    for (const [name, elements] of states) {
      this.#replaceState(name, this.#keepTensor(elements, defined(specs.get(name), name).shape));
    }
  }

  async dispose(): Promise<void> {
    for (const tensor of [...this.#states.values(), ...this.#constants.values()]) {
      tensor.dispose();
    }
    this.#states.clear();
    this.#constants.clear();
    this.#isDisposed = true;
  }

  /** Backends are switched for the whole process, so each call says whose turn it is. */
  #takeTurn(): void {
    const registered = REGISTERED_AS[this.#backend];
    if (this.#isDisposed) {
      throw new ComputeError(
        `${this.#program.name}: its runner is disposed; open the program anew`,
        { backend: this.#backend },
      );
    }
    if (this.#tf.getBackend() !== registered) {
      // Started when it was found: the switch is done before the promise is returned.
      void this.#tf.setBackend(registered);
    }
  }

  #runOnce(name: string, entry: Entry, feed: Feed): Result {
    const sizes = solveSizes(name, entry.inputs, feed);
    return this.#tf.tidy(() => {
      const values = runPlan(this.#plan(name, entry), {
        tf: this.#tf,
        entry: name,
        shapeOf: (node) => bindShape(node.shape, sizes),
        leaf: (node) => this.#leaf(node, feed),
      });
      const updated = Object.entries(entry.updates).map(
        ([state, node]) => [state, this.#tf.keep(this.#tf.clone(resultOf(values, node)))] as const,
      );
      const result = Object.entries(entry.outputs).map(([output, node]) => {
        const tensor = resultOf(values, node);
        return [output, { shape: tensor.shape, data: readElements(tensor) }] as const;
      });
      for (const [state, tensor] of updated) {
        this.#replaceState(state, tensor);
      }
      return Object.fromEntries(result);
    });
  }

  #plan(name: string, entry: Entry): readonly Step[] {
    const plan = this.#plans.get(name) ?? planEntry(entry);
    this.#plans.set(name, plan);
    return plan;
  }

  /** The value of a node that is not computed, or nothing for one that is. */
  #leaf(node: Node, feed: Feed): Leaf | undefined {
    const { operation } = node;
    switch (operation.kind) {
      case 'input': {
        const { shape, data } = defined(feed[operation.name], operation.name);
        // A copy: the backend `cpu` would compute on the caller's own array.
        return { tensor: this.#tf.tensor(data.slice(), [...shape], node.type), lasting: false };
      }
      case 'state': {
        const tensor = this.#states.get(operation.name);
        return { tensor: defined(tensor, `unknown state ${operation.name}`), lasting: true };
      }
      case 'constant':
        return { tensor: this.#constant(node, operation.values), lasting: true };
      default:
        return undefined;
    }
  }

  #constant(node: Node, values: readonly number[]): Tensor {
    const made =
      this.#constants.get(node) ??
      this.#tf.keep(
        this.#tf.tensor([...values], bindShape(node.shape, new Map()) as number[], node.type),
      );
    this.#constants.set(node, made);
    return made;
  }

  #keepTensor(elements: Float32Array, shape: readonly number[]): Tensor {
    return this.#tf.keep(this.#tf.tensor(elements.slice(), [...shape], 'float32'));
  }

  #replaceState(name: string, tensor: Tensor): void {
    this.#states.get(name)?.dispose();
    this.#states.set(name, tensor);
  }
}

function resultOf(values: ReadonlyMap<Node, Tensor>, node: Node): Tensor {
  return defined(values.get(node), `node ${node.id} was not computed`);
}

/** A copy that is the caller's; the backend `cpu` keeps cast elements in the array they came in. */
function readElements(tensor: Tensor): Elements {
  const elements = tensor.dataSync();
  return tensor.dtype === 'int32' ? new Int32Array(elements) : new Float32Array(elements);
}

/** @throws ComputeError for an unknown name or a wrong length */
function checkState(
  program: string,
  spec: StateSpec | undefined,
  { name, elements }: { readonly name: string; readonly elements: Float32Array },
): void {
  if (spec === undefined) {
    throw new ComputeError(
      `${program}: there is no such state: ${name}; write states of this program only`,
      { state: name },
    );
  }
  if (elements.length !== spec.initial.length) {
    throw new ComputeError(
      `${program}: state ${name} has another length: ${elements.length}, wanted ${spec.initial.length}; write states of this program only`,
      { state: name, length: elements.length, wanted: spec.initial.length },
    );
  }
}
