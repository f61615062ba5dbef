import type { Tensor } from '@tensorflow/tfjs-core';
import { ComputeError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import type { Node } from '../graph.ts';
import { lowerNode } from './lower-node.ts';
import type { Step } from './plan-entry.ts';
import type { Tensorflow } from './tensorflow-backend.ts';

/** The value of a node that is not computed; a lasting one outlives the run. */
export interface Leaf {
  readonly tensor: Tensor;
  readonly lasting: boolean;
}

/** What a run of an entry knows. */
export interface RunOptions {
  readonly tf: Tensorflow;
  /** Name of the entry, for errors. */
  readonly entry: string;
  /** A node's shape in this run. */
  shapeOf(node: Node): readonly number[];
  /** The value of an input, a state or a constant; nothing for nodes that are computed. */
  leaf(node: Node): Leaf | undefined;
}

/**
 * Computes the nodes of a plan one after the other and disposes what is spent.
 *
 * @returns the values that are still alive: those of the results, and lasting ones
 * @throws ComputeError naming entry, operation and the model's part, if a kernel fails
 */
export function runPlan(plan: readonly Step[], options: RunOptions): ReadonlyMap<Node, Tensor> {
  const values = new Map<Node, Tensor>();
  const lasting = new Set<Node>();
  for (const { node, spent } of plan) {
    const given = options.leaf(node);
    if (given?.lasting === true) {
      lasting.add(node);
    }
    values.set(node, given?.tensor ?? compute(node, values, options));
    for (const value of spent) {
      if (!lasting.has(value)) {
        values.get(value)?.dispose();
      }
      values.delete(value);
    }
  }
  return values;
}

function compute(
  node: Node,
  values: ReadonlyMap<Node, Tensor>,
  { tf, entry, shapeOf }: RunOptions,
): Tensor {
  const inputs = node.inputs.map((input) => defined(values.get(input), `node ${input.id} is gone`));
  try {
    return lowerNode(tf, node, { inputs, shape: shapeOf(node) });
  } catch (failure) {
    const shapes = inputs.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ');
    throw new ComputeError(
      `${entry}: ${node.operation.kind} of ${node.part || 'the model'} failed on ${shapes}; report it with the scenario`,
      { entry, operation: node.operation.kind, part: node.part },
      failure,
    );
  }
}
