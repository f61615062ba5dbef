import { defined } from '../../core/invariant.ts';
import type { Node } from '../graph.ts';
import { nodesBelow } from '../make-entry.ts';
import type { Entry } from '../program.ts';
import { sameShape } from '../shape.ts';
import { type Formula, KERNEL_NAMES, type Move, type Operand } from './formula.ts';

/** States that are moved together, elementwise, in one pass over memory. */
export interface KernelCall {
  readonly formula: Formula;
  /** Read at each place: states, and what onnxruntime computes. */
  readonly tensors: readonly Node[];
  /** Read once, of one element. */
  readonly scalars: readonly Node[];
  /** States written, in the order of the formula's results. */
  readonly states: readonly string[];
}

/** How an entry's updates are divided between onnxruntime and kernels. */
export interface UpdatePlan {
  readonly calls: readonly KernelCall[];
  /** Updates that onnxruntime computes whole, by state. */
  readonly direct: ReadonlyMap<string, Node>;
}

/**
 * Finds what an optimiser does at the end of a step: functions of states and gradients, element by
 * element.
 *
 * Operator by operator these are a dozen passes over all weights; a kernel needs one. Only what
 * nothing but updates needs is taken from onnxruntime.
 */
export function planUpdates({ outputs, updates }: Entry): UpdatePlan {
  const all = nodesBelow([...Object.values(outputs), ...Object.values(updates)]);
  const tail = findTail(all, { outputs: Object.values(outputs), roots: Object.values(updates) });
  const entries = Object.entries(updates);
  const moved = entries.filter(([, root]) => tail.has(root));
  return {
    calls: groupUpdates(moved, tail).map((group) => describeCall(group, tail)),
    direct: new Map(entries.filter(([, root]) => !tail.has(root))),
  };
}

interface Ends {
  readonly outputs: readonly Node[];
  readonly roots: readonly Node[];
}

/** Nodes that kernels compute; without those that only join gradients, which would need room each. */
function findTail(all: readonly Node[], ends: Ends): ReadonlySet<Node> {
  const blocked = new Set<Node>(ends.outputs);
  for (;;) {
    const tail = reachTail(all, ends.roots, blocked);
    const joining = all.filter((node) => tail.has(node) && onlyJoins(node, tail));
    if (joining.length === 0) return tail;
    for (const node of joining) blocked.add(node);
  }
}

/** From the updates down, as long as a node is elementwise and nobody else needs it. */
function reachTail(
  all: readonly Node[],
  roots: readonly Node[],
  blocked: ReadonlySet<Node>,
): ReadonlySet<Node> {
  const asked = new Set(roots);
  const elsewhere = new Set<Node>(blocked);
  const tail = new Set<Node>();
  for (const node of all.toReversed()) {
    const taken = asked.has(node) && !elsewhere.has(node) && isElementwise(node);
    if (taken) tail.add(node);
    for (const input of node.inputs) (taken ? asked : elsewhere).add(input);
  }
  return tail;
}

function isElementwise({ operation, inputs, shape }: Node): boolean {
  const unary = operation.kind === 'unary' && KERNEL_NAMES.some((name) => name === operation.name);
  const fits = (input: Node) => sameShape(input.shape, shape) || isScalar(input);
  const fixed = shape.every((size) => typeof size === 'number');
  return (
    (unary || operation.kind === 'binary') && fixed && !isScalar({ shape }) && inputs.every(fits)
  );
}

function isScalar({ shape }: Pick<Node, 'shape'>): boolean {
  return shape.every((size) => size === 1);
}

/** True of what has no state beneath and more than one tensor: the sum of two gradients, say. */
function onlyJoins(node: Node, tail: ReadonlySet<Node>): boolean {
  const { tensors } = leavesOf([node], tail);
  return tensors.length > 1 && !tensors.some(({ operation }) => operation.kind === 'state');
}

type Update = readonly [state: string, root: Node];

/** Updates that share an operation or a state move together, so that each reads what was. */
function groupUpdates(
  moved: readonly Update[],
  tail: ReadonlySet<Node>,
): readonly (readonly Update[])[] {
  const groups: { updates: Update[]; touched: Set<unknown> }[] = [];
  for (const update of moved) {
    const touched = new Set<unknown>([update[0]]);
    for (const node of nodesWithin([update[1]], tail)) touched.add(keyOf(node));
    const shared = groups.filter((group) => [...group.touched].some((one) => touched.has(one)));
    for (const group of shared) groups.splice(groups.indexOf(group), 1);
    groups.push({
      updates: [...shared.flatMap((group) => group.updates), update],
      touched: new Set([...shared.flatMap((group) => [...group.touched]), ...touched]),
    });
  }
  return groups.map((group) => group.updates);
}

/** What tells that two updates meet: a shared operation, or a state by name. */
function keyOf(node: Node): unknown {
  return node.operation.kind === 'state' ? node.operation.name : node;
}

/** The tail's nodes that some roots need, in the order of making, and what those take. */
function nodesWithin(roots: readonly Node[], tail: ReadonlySet<Node>): readonly Node[] {
  const found = new Set<Node>();
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue;
    if (tail.has(node)) open.push(...node.inputs);
    if (tail.has(node) || node.operation.kind === 'state') found.add(node);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

interface Leaves {
  readonly moves: readonly Node[];
  readonly tensors: readonly Node[];
  readonly scalars: readonly Node[];
}

function leavesOf(roots: readonly Node[], tail: ReadonlySet<Node>): Leaves {
  const moves = nodesWithin(roots, tail).filter((node) => tail.has(node));
  const outside = moves
    .flatMap((node) => node.inputs)
    .filter((input) => !tail.has(input) && input.operation.kind !== 'fill');
  const leaves = [...new Set(outside)];
  return {
    moves,
    tensors: leaves.filter((leaf) => !isScalar(leaf)),
    scalars: leaves.filter(isScalar),
  };
}

function describeCall(group: readonly Update[], tail: ReadonlySet<Node>): KernelCall {
  const leaves = leavesOf(
    group.map(([, root]) => root),
    tail,
  );
  const { moves, tensors, scalars } = leaves;
  const results = group.map(([, root]) => moves.indexOf(root));
  const formula = {
    tensors: tensors.length,
    scalars: scalars.length,
    moves: moves.map((node) => describeMove(node, leaves)),
    results,
  };
  return { formula, tensors, scalars, states: group.map(([state]) => state) };
}

function describeMove({ operation, inputs }: Node, leaves: Leaves): Move {
  const named = operation.kind === 'unary' || operation.kind === 'binary' ? operation.name : '';
  const name = defined(
    KERNEL_NAMES.find((one) => one === named),
    'the tail holds what kernels know',
  );
  return { name, operands: inputs.map((input) => describeOperand(input, leaves)) };
}

function describeOperand(node: Node, { moves, tensors, scalars }: Leaves): Operand {
  if (node.operation.kind === 'fill') return { from: 'number', value: node.operation.value };
  const earlier = moves.indexOf(node);
  if (earlier >= 0) return { from: 'earlier', index: earlier };
  return isScalar(node)
    ? { from: 'scalar', index: scalars.indexOf(node) }
    : { from: 'tensor', index: tensors.indexOf(node) };
}
