import { ComputeError } from '../../core/errors.ts';
import type { Node } from '../graph.ts';
import type { Program } from '../program.ts';
import { PAGE } from '../wasm-module.ts';
import { planUpdates, type UpdatePlan } from './plan-updates.ts';

/** All that 32-bit addresses reach. */
const MOST_PAGES = 65_536;
/** Tensors start at whole cache lines. */
const LINE = 64;

/** A run of floats in memory. */
export interface Slot {
  /** In bytes. */
  readonly address: number;
  readonly length: number;
}

/** An entry's updates, and where onnxruntime leaves what they need. */
export interface EntryMemory {
  readonly plan: UpdatePlan;
  /** Nodes that onnxruntime computes for kernels and for states. */
  readonly exported: ReadonlyMap<Node, Slot>;
}

/** Where a program's floats lie; all entries share one room beside the states. */
export interface MemoryPlan {
  readonly pages: number;
  readonly states: ReadonlyMap<string, Slot>;
  readonly entries: ReadonlyMap<string, EntryMemory>;
}

/** @throws ComputeError where states and gradients need more than 4 GiB */
export function planMemory(program: Program): MemoryPlan {
  const states = placeSlots(
    program.states.map(({ name, initial }) => [name, initial.length] as const),
    0,
  );
  const entries = new Map<string, EntryMemory>();
  let end = states.end;
  for (const [name, entry] of Object.entries(program.entries)) {
    const plan = planUpdates(entry);
    const nodes = exportedNodes(plan).map((node) => [node, lengthOf(node)] as const);
    const placed = placeSlots(nodes, states.end);
    entries.set(name, { plan, exported: placed.slots });
    end = Math.max(end, placed.end);
  }
  const pages = Math.max(1, Math.ceil(end / PAGE));
  if (pages <= MOST_PAGES) return { pages, states: states.slots, entries };
  throw new ComputeError(
    `${program.name}: states and gradients do not fit: ${end} bytes; make the model smaller, 4 GiB is the most`,
    { program: program.name, bytes: end },
  );
}

/** What kernels take that is not a state, and states that no kernel moves. */
function exportedNodes({ calls, direct }: UpdatePlan): readonly Node[] {
  const leaves = calls.flatMap(({ tensors, scalars }) => [...tensors, ...scalars]);
  const computed = leaves.filter(({ operation }) => operation.kind !== 'state');
  return [...new Set([...computed, ...direct.values()])];
}

function lengthOf({ shape }: Node): number {
  return shape.reduce<number>((product, size) => product * Number(size), 1);
}

function placeSlots<K>(
  lengths: readonly (readonly [K, number])[],
  from: number,
): { readonly slots: ReadonlyMap<K, Slot>; readonly end: number } {
  const slots = new Map<K, Slot>();
  let end = from;
  for (const [key, length] of lengths) {
    slots.set(key, { address: end, length });
    end += Math.ceil((length * Float32Array.BYTES_PER_ELEMENT) / LINE) * LINE;
  }
  return { slots, end };
}
