import { defined } from '../../core/invariant.ts';
import type { Node } from '../graph.ts';
import { nodesBelow } from '../make-entry.ts';
import { bindShape, type Sizes } from '../shape.ts';
import { chooseStep } from './fuse-operations.ts';
import { GraphWriter } from './graph-writer.ts';
import type { OnnxGraph, OnnxValue } from './onnx-model.ts';
import type { Neighbours, Step } from './step.ts';

/** A graph with the names under which its parts are fed and come back. */
export interface LoweredGraph {
  readonly graph: OnnxGraph;
  /** Inputs and states that the outputs depend on, with their names. */
  readonly taken: ReadonlyMap<Node, string>;
  /** In the order asked for, all distinct. */
  readonly outputs: readonly string[];
}

/** What is bound in a graph, rather than fed. */
export interface Bound {
  readonly sizes: Sizes;
  /** States that nothing changes, by name: onnxruntime lays matrices out for its products once. */
  readonly constants: ReadonlyMap<string, Float32Array>;
}

/**
 * Writes what the nodes asked for depend on as one graph of fixed sizes.
 *
 * Sizes are bound rather than symbolic, so that onnxruntime folds shapes and plans its memory once.
 *
 * @throws ComputeError where a symbol has no size
 */
export function lowerGraph(name: string, wanted: readonly Node[], bound: Bound): LoweredGraph {
  const { sizes } = bound;
  const steps = planSteps(wanted);
  const writer = new GraphWriter();
  const names = new Map<Node, string>();
  for (const [node, { inputs, write }] of steps) {
    const given = inputs.map((one) => defined(names.get(one), 'input not written'));
    const constant = constantOf(node, bound);
    names.set(
      node,
      constant === undefined
        ? write({ writer, names: given, sizes })
        : writer.tensor(constant, { type: 'float32', shape: bindShape(node.shape, sizes) }),
    );
  }
  const taken = new Map([...names].filter(([node]) => isTaken(node, bound)));
  const outputs = nameOutputs(
    wanted.map((node) => defined(names.get(node), 'output not written')),
    writer,
  );
  const shown = new Map(wanted.map((node, index) => [outputs[index] ?? '', node]));
  const graph = {
    name,
    inputs: [...taken].map(([node, as]) => describeValue(node, as, sizes)),
    outputs: [...shown].map(([as, node]) => describeValue(node, as, sizes)),
    constants: writer.constants,
    nodes: writer.nodes,
  };
  return { graph, taken, outputs };
}

function isTaken(node: Node, bound: Bound): boolean {
  const { kind } = node.operation;
  return kind === 'input' || (kind === 'state' && constantOf(node, bound) === undefined);
}

function constantOf({ operation }: Node, { constants }: Bound): Float32Array | undefined {
  return operation.kind === 'state' ? constants.get(operation.name) : undefined;
}

function describeValue(node: Node, name: string, sizes: Sizes): OnnxValue {
  return { name, type: node.type, shape: bindShape(node.shape, sizes) };
}

/**
 * An output has to come from an operator and has one name for each who asks: what is fed, constants
 * and what was asked for before are passed through an operator.
 */
function nameOutputs(names: readonly string[], writer: GraphWriter): readonly string[] {
  const free = new Set(writer.nodes.map((node) => node.output));
  return names.map((name) => (free.delete(name) ? name : writer.emit('Identity', [name])));
}

/** The steps that the nodes asked for need, inputs first. */
function planSteps(wanted: readonly Node[]): ReadonlyMap<Node, Step> {
  const neighbours = findNeighbours(wanted);
  const chosen = new Map<Node, Step>();
  const steps = new Map<Node, Step>();
  const open = [...wanted];
  for (let node = open.at(-1); node !== undefined; node = open.at(-1)) {
    const step = chosen.get(node);
    if (step === undefined) {
      const first = chooseStep(node, neighbours);
      chosen.set(node, first);
      open.push(...first.inputs.filter((input) => !chosen.has(input)));
    } else {
      open.pop();
      steps.set(node, step);
    }
  }
  return steps;
}

function findNeighbours(wanted: readonly Node[]): Neighbours {
  const all = nodesBelow(wanted);
  const counts = new Map<Node, number>();
  const computed = new Map<string, Node>();
  for (const node of [...all.flatMap(({ inputs }) => inputs), ...wanted]) {
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  for (const node of all) {
    const name = node.operation.kind === 'unary' ? node.operation.name : node.operation.kind;
    computed.set(`${name} ${node.inputs[0]?.id}`, node);
  }
  return {
    users: (node) => counts.get(node) ?? 0,
    known: (name, x) => computed.get(`${name} ${x.id}`),
  };
}
