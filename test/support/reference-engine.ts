import type { Node } from '../../engine/compute/graph.ts';
import { nodesBelow } from '../../engine/compute/make-entry.ts';
import type {
  ComputeEngine,
  Elements,
  Entry,
  Feed,
  Program,
  Result,
  Runner,
  Value,
} from '../../engine/compute/program.ts';
import { bindShape, type Sizes, solveSizes } from '../../engine/compute/shape.ts';
import { ComputeError } from '../../engine/core/errors.ts';
import { computeNode, type Exact } from './reference-kernels.ts';

/** A naive interpreter in double precision: the yardstick of every engine. */
export const referenceEngine: ComputeEngine = {
  name: 'reference',
  open: async (program) => createRunner(program),
};

/** What is known before a graph is computed: inputs and states by name, and the symbols' sizes. */
export interface Known {
  readonly inputs: ReadonlyMap<string, Exact>;
  readonly states: ReadonlyMap<string, Exact>;
  readonly sizes: Sizes;
}

/** The values of nodes, each computed once, without rounding to single precision. */
export function evaluate(nodes: readonly Node[], known: Known): readonly Exact[] {
  const values = new Map<Node, Exact>();
  for (const node of nodesBelow(nodes)) {
    values.set(node, nodeValue(node, known, values));
  }
  return nodes.map((node) => values.get(node)!);
}

function nodeValue(node: Node, known: Known, values: ReadonlyMap<Node, Exact>): Exact {
  const { operation } = node;
  if (operation.kind === 'input') return known.inputs.get(operation.name)!;
  if (operation.kind === 'state') return known.states.get(operation.name)!;
  const inputs = node.inputs.map((input) => values.get(input)!);
  return computeNode(node, inputs, bindShape(node.shape, known.sizes));
}

function createRunner(program: Program): Runner {
  let states = new Map<string, Exact>(
    program.states.map(({ name, shape, initial }) => [
      name,
      { shape, data: Float64Array.from(initial) },
    ]),
  );
  const runOne = (name: string, feed: Feed): Result => {
    const entry = program.entries[name];
    if (entry === undefined)
      throw new ComputeError(`${program.name}: no entry: ${name}; see its entries`);
    const { result, updates } = runEntry(entry, { name, feed, states });
    states = new Map([...states, ...updates]);
    return result;
  };
  return {
    run: async (entry, feeds) => feeds.map((feed) => runOne(entry, feed)),
    readStates: async () =>
      new Map([...states].map(([name, { data }]) => [name, Float32Array.from(data)])),
    writeStates: async (written) => {
      for (const [name, data] of written) {
        const old = states.get(name);
        if (old === undefined || old.data.length !== data.length) {
          throw new ComputeError(
            `${program.name}: state does not fit: ${name}; write what was read`,
          );
        }
        states.set(name, { shape: old.shape, data: Float64Array.from(data) });
      }
    },
    dispose: async () => {},
  };
}

function runEntry(
  entry: Entry,
  run: { readonly name: string; readonly feed: Feed; readonly states: ReadonlyMap<string, Exact> },
): { readonly result: Result; readonly updates: ReadonlyMap<string, Exact> } {
  const sizes = solveSizes(run.name, entry.inputs, run.feed);
  const inputs = new Map(
    Object.entries(run.feed).map(([name, { shape, data }]) => [
      name,
      { shape, data: Float64Array.from(data) },
    ]),
  );
  const outputs = Object.entries(entry.outputs);
  const updates = Object.entries(entry.updates);
  const wanted = [...outputs, ...updates].map(([, node]) => node);
  const values = evaluate(wanted, { inputs, states: run.states, sizes });
  return {
    result: Object.fromEntries(
      outputs.map(([name, node], index) => [name, rounded(node, values[index]!)]),
    ),
    updates: new Map(
      updates.map(([name], index) => [name, single(values[outputs.length + index]!)] as const),
    ),
  };
}

function rounded(node: Node, { shape, data }: Exact): Value {
  const elements: Elements =
    node.type === 'int32' ? Int32Array.from(data) : Float32Array.from(data);
  return { shape, data: elements };
}

/** States are of single precision between runs, as everywhere. */
function single({ shape, data }: Exact): Exact {
  return { shape, data: data.map(Math.fround) };
}
