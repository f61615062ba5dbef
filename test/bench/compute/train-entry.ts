import { adamw } from '../../../engine/compute/adamw.ts';
import { differentiate } from '../../../engine/compute/differentiate.ts';
import type { Node } from '../../../engine/compute/graph.ts';
import type { Weights } from '../../../engine/compute/layers/weights.ts';
import { makeEntry, nodesBelow } from '../../../engine/compute/make-entry.ts';
import type { Entry } from '../../../engine/compute/program.ts';
import type { ModelSetting } from './bench-model.ts';

/** A step of AdamW on the weights that a loss depends on; asks for `rate`, gives `loss`. */
export function trainEntry(weights: Weights, loss: Node, { decay }: ModelSetting): Entry {
  const { g } = weights;
  const needed = new Set(nodesBelow([loss]));
  const trained = [...weights.nodes].filter(([, node]) => needed.has(node));
  const gradients = differentiate(
    g,
    loss,
    trained.map(([, node]) => node),
  );
  const named = Object.fromEntries(trained.map(([name], at) => [name, gradients[at] as Node]));
  const options = { decay, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: null };
  return makeEntry({ loss }, adamw(g, named, options));
}
