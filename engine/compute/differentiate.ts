import { defined } from '../core/invariant.ts';
import type { GraphBuilder } from './build-graph.ts';
import { blocksGradient, pullsOf } from './gradient-rules.ts';
import type { Node } from './graph.ts';
import { showShape } from './shape.ts';
import { refuse } from './shape-rules.ts';
import { disjointGroups, padded, type SliceGradient } from './slice-gradients.ts';

/**
 * Gradients of a loss by the reverse mode, as nodes of the same graph.
 *
 * They are made of the same operations, so that gradients have gradients. Nothing is made towards
 * what does not lead to `wrt`. Where the loss is no scalar, it is the gradient of its elements' sum.
 *
 * @param wrt inputs, states, or nodes between that do more than move elements: a move may have been
 *   folded with the next, so that nothing flows through it
 * @returns in the order of `wrt`, each in its shape; zeros where the loss does not depend on it
 * @throws ComputeError towards a move, and where the gradient of a slice, concat or gather must count a symbolic axis
 * @see Griewank and Walther, Evaluating derivatives, 2nd edition, 2008, section 3.2
 */
export function differentiate(g: GraphBuilder, loss: Node, wrt: readonly Node[]): readonly Node[] {
  for (const node of wrt) checkTarget(node);
  const sweep: Sweep = {
    g,
    wrt: new Set(wrt),
    ways: waysTo(loss, new Set(wrt)),
    arrived: new Map(),
    slices: new Map(),
  };
  arrive(sweep, loss, g.fill(loss.shape, 1));
  for (const node of [...sweep.ways].sort((a, b) => b.id - a.id)) {
    g.within(`gradient of ${node.part}`, () => settle(sweep, node));
  }
  return wrt.map((node) => sweep.arrived.get(node) ?? g.fill(node.shape, 0));
}

/** @throws ComputeError for a node that folding passes over */
function checkTarget({ operation, part, shape }: Node): void {
  const folds = ['reshape', 'transpose', 'broadcast'].includes(operation.kind);
  const negates = operation.kind === 'unary' && operation.name === 'negate';
  if (!folds && !negates) return;
  const place = `graph: gradient towards ${part}`;
  refuse(place, `is a move: ${operation.kind} ${showShape(shape)}`, 'ask towards its input');
}

/** Gradients that have arrived at nodes, while the sweep goes down. */
interface Sweep {
  readonly g: GraphBuilder;
  readonly wrt: ReadonlySet<Node>;
  readonly ways: ReadonlySet<Node>;
  readonly arrived: Map<Node, Node>;
  /** By the tensor that was sliced; joined once all have come. */
  readonly slices: Map<Node, SliceGradient[]>;
}

/** Nodes on some way from `wrt` to the loss that carries gradients. */
function waysTo(loss: Node, wrt: ReadonlySet<Node>): ReadonlySet<Node> {
  const below = new Set<Node>();
  const open = [loss];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (below.has(node)) continue;
    below.add(node);
    if (!blocksGradient(node.operation)) open.push(...node.inputs);
  }
  const ways = new Set<Node>();
  for (const node of [...below].sort((a, b) => a.id - b.id)) {
    const carries = !blocksGradient(node.operation) && node.inputs.some((input) => ways.has(input));
    if (carries || wrt.has(node)) ways.add(node);
  }
  return ways;
}

/** Sends the gradient of one node on to its inputs, once all that arrives has arrived. */
function settle(sweep: Sweep, node: Node): void {
  for (const group of disjointGroups(sweep.slices.get(node) ?? [])) {
    arrive(sweep, node, padded(sweep.g, node, group));
  }
  const dy = sweep.arrived.get(node);
  if (dy === undefined) return;
  const [first] = node.inputs;
  if (node.operation.kind === 'slice' && first !== undefined) {
    const others = sweep.slices.get(first) ?? [];
    sweep.slices.set(first, [...others, { ...node.operation, dy }]);
    return;
  }
  const scores = scoresOfPick(sweep, node);
  if (scores !== undefined) {
    arrive(sweep, scores, pickedGradient(sweep.g, node, { scores, dy }));
    return;
  }
  pullsOf(sweep.g, node, dy).forEach((pull, index) => {
    const input = defined(node.inputs[index], 'a rule pulls at an input that is not there');
    if (sweep.ways.has(input)) arrive(sweep, input, pull());
  });
}

function arrive({ g, arrived }: Sweep, node: Node, gradient: Node): void {
  const before = arrived.get(node);
  arrived.set(node, before === undefined ? gradient : g.add(before, gradient));
}

/** What a log-softmax was taken of, where a node picks from that alone. */
function scoresOfPick({ wrt }: Sweep, node: Node): Node | undefined {
  const [picked] = node.inputs;
  const direct = node.operation.kind === 'pick' && picked?.operation.kind === 'log-softmax';
  return direct && !wrt.has(picked) ? picked.inputs[0] : undefined;
}

/** Of log softmax at one index: 1 there, minus the softmax; in fewer passes than the two rules make. */
function pickedGradient(
  g: GraphBuilder,
  node: Node,
  { scores, dy }: { readonly scores: Node; readonly dy: Node },
): Node {
  const indices = defined(node.inputs[1], 'a pick has indices');
  const less = g.place(g.softmax(scores), indices, g.fill(indices.shape, -1));
  return g.multiply(less, g.reshape(g.negate(dy), [...dy.shape, 1]));
}
