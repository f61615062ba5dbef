import { ComputeError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import type { Node } from '../graph.ts';
import type { Program } from '../program.ts';
import { openMemory, openModule, type WasmKernel, type WasmMemory } from '../wasm-module.ts';
import { assembleKernel } from './assemble-kernel.ts';
import type { Formula } from './formula.ts';
import { type EntryMemory, type MemoryPlan, planMemory, type Slot } from './plan-memory.ts';
import type { KernelCall } from './plan-updates.ts';

/**
 * The states of a program, in memory that onnxruntime reads and writes in place and in which kernels
 * move them: nothing is copied or allocated from step to step.
 */
export class StateStore {
  readonly #program: string;
  readonly #plan: MemoryPlan;
  readonly #memory: WasmMemory;
  readonly #constants: ReadonlySet<string>;
  /** By entry: kernels with their addresses. */
  readonly #moves: ReadonlyMap<string, readonly (() => void)[]>;

  constructor(program: Program) {
    this.#program = program.name;
    this.#plan = planMemory(program);
    const { pages } = this.#plan;
    this.#memory = openMemory(pages);
    this.#moves = bindKernels(this.#plan, compileKernels(this.#plan, this.#memory));
    this.#constants = unchanging(program);
    for (const { name, initial } of program.states) this.state(name).set(initial);
  }

  /** The state itself, no copy. */
  state(name: string): Float32Array {
    return this.view(this.#slot(name));
  }

  view({ address, length }: Slot): Float32Array {
    return new Float32Array(this.#memory.buffer, address, length);
  }

  /** States that no entry updates: they change only when they are written. */
  get constants(): ReadonlyMap<string, Float32Array> {
    return new Map([...this.#constants].map((name) => [name, this.state(name)]));
  }

  entry(name: string): EntryMemory {
    return defined(this.#plan.entries.get(name), 'every entry was planned');
  }

  /** Moves the states of an entry, once onnxruntime has left what that needs. */
  update(name: string): void {
    const { plan, exported } = this.entry(name);
    for (const move of this.#moves.get(name) ?? []) move();
    for (const [state, node] of plan.direct) {
      this.state(state).set(this.view(defined(exported.get(node), 'updates are exported')));
    }
  }

  read(): ReadonlyMap<string, Float32Array> {
    return new Map([...this.#plan.states].map(([name, slot]) => [name, this.view(slot).slice()]));
  }

  /** @returns true where a state has changed that else nothing changes */
  write(states: ReadonlyMap<string, Float32Array>): boolean {
    for (const [name, values] of states) {
      const elements = this.state(name);
      if (elements.length !== values.length) {
        throw new ComputeError(
          `${this.#program}: state ${name} does not fit: ${values.length} values; give ${elements.length}`,
          { program: this.#program, state: name },
        );
      }
      elements.set(values);
    }
    return [...states.keys()].some((name) => this.#constants.has(name));
  }

  #slot(name: string): Slot {
    const slot = this.#plan.states.get(name);
    if (slot !== undefined) return slot;
    throw new ComputeError(`${this.#program}: no such state: ${name}; give one of the program's`, {
      program: this.#program,
      state: name,
    });
  }
}

function compileKernels(
  { entries }: MemoryPlan,
  memory: WasmMemory,
): ReadonlyMap<string, WasmKernel> {
  const calls = [...entries.values()].flatMap(({ plan }) => plan.calls);
  const formulas = new Map<string, Formula>();
  for (const { formula } of calls) formulas.set(JSON.stringify(formula), formula);
  const functions = [...formulas].map(([name, formula]) => assembleKernel(name, formula));
  return new Map(Object.entries(openModule(functions, memory)));
}

/** Larger states are fed in every run, lest they are held three times. */
const LARGEST_CONSTANT = 16_777_216;

function unchanging({ states, entries }: Program): ReadonlySet<string> {
  const updated = new Set(Object.values(entries).flatMap(({ updates }) => Object.keys(updates)));
  const small = states.filter(({ initial }) => initial.length <= LARGEST_CONSTANT);
  return new Set(small.map(({ name }) => name).filter((name) => !updated.has(name)));
}

/** The kernel calls of every entry, ready to be made. */
function bindKernels(
  { entries, states }: MemoryPlan,
  kernels: ReadonlyMap<string, WasmKernel>,
): ReadonlyMap<string, readonly (() => void)[]> {
  const slotOf = (leaf: Node, exported: EntryMemory['exported']) =>
    leaf.operation.kind === 'state' ? states.get(leaf.operation.name) : exported.get(leaf);
  const bind = (call: KernelCall, exported: EntryMemory['exported']) => {
    const kernel = defined(kernels.get(JSON.stringify(call.formula)), 'formulas are compiled');
    const leaves = [...call.tensors, ...call.scalars].map((leaf) => slotOf(leaf, exported));
    const results = call.states.map((name) => states.get(name));
    const slots = [...leaves, ...results].map((slot) => defined(slot, 'leaves have room'));
    const bytes = Math.ceil((slots.at(-1)?.length ?? 0) / 4) * 16;
    const addresses = slots.map(({ address }) => address);
    return () => kernel(...addresses, bytes);
  };
  const calls = [...entries].map(
    ([name, { plan, exported }]) => [name, plan.calls.map((call) => bind(call, exported))] as const,
  );
  return new Map(calls);
}
