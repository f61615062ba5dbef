import { type AdamwOptions, adamw } from '../../compute/adamw.ts';
import { GraphBuilder } from '../../compute/build-graph.ts';
import { differentiate } from '../../compute/differentiate.ts';
import type { Node } from '../../compute/graph.ts';
import { makeEntry } from '../../compute/make-entry.ts';
import type { Entry, Program } from '../../compute/program.ts';
import { defined } from '../../core/invariant.ts';
import { buildNetwork, type Dropout, type FirstValues } from './network.ts';
import { type NetworkPlan, rowsOf } from './network-plan.ts';

/** How a network's weights are moved. */
export interface ProgramOptions {
  readonly first: FirstValues;
  readonly dropout: Dropout;
  readonly adamw: AdamwOptions;
}

/** A network with what it can do, and which of its states are weights. */
export interface NetworkProgram {
  readonly program: Program;
  readonly weights: readonly string[];
}

/**
 * The program of a record's network.
 *
 * * `step`: one batch, with dropout; inputs beside the rows `rate` (learning rate) and `scale` (one
 *   over the rows that count); output `loss`, nats a row.
 * * `evaluate`: the loss without dropout, in all and by target; `scale` as above.
 */
export function networkProgram(plan: NetworkPlan, options: ProgramOptions): NetworkProgram {
  const g = new GraphBuilder();
  const { first, dropout } = options;
  const trained = buildNetwork(g, plan, { first, dropout });
  const loss = lossOf(g, plan, trained.logits);
  const step = stepOf(g, { loss, weights: trained.weights, options });
  const judged = buildNetwork(g, plan, { first, dropout: null });
  const byTarget = lossByTarget(g, plan, judged.logits);
  const evaluate = makeEntry({ loss: g.sum(byTarget, [0]), byTarget });
  const program = { name: plan.name, states: g.states, entries: { step, evaluate } };
  return { program, weights: trained.weights };
}

function stepOf(
  g: GraphBuilder,
  of: {
    readonly loss: Node;
    readonly weights: readonly string[];
    readonly options: ProgramOptions;
  },
): Entry {
  const { loss, weights, options } = of;
  const shapes = new Map(g.states.map((one) => [one.name, one]));
  const nodes = weights.map((name) => {
    const spec = defined(shapes.get(name), 'weight is a state');
    return g.state(name, spec.shape, spec.initial);
  });
  const gradients = differentiate(g, loss, nodes);
  const byName = Object.fromEntries(
    weights.map((name, at) => [name, defined(gradients[at], 'weight has a gradient')]),
  );
  const updates = g.within('adamw', () => adamw(g, byName, options.adamw));
  return makeEntry({ loss }, updates);
}

/** Sum over the targets, [1]. */
function lossOf(g: GraphBuilder, plan: NetworkPlan, logits: readonly Node[]): Node {
  return g.within('loss', () => g.sum(lossByTarget(g, plan, logits), [0]));
}

/** Cross entropy of each target over the rows that draw it, times `scale`, [targets]. */
function lossByTarget(g: GraphBuilder, plan: NetworkPlan, logits: readonly Node[]): Node {
  const shape = [rowsOf(plan), plan.targets.length];
  const labels = g.input('labels', shape, 'int32');
  const drawn = g.input('drawn', shape);
  const scale = g.input('scale', []);
  const terms = logits.map((own, at) => {
    const column = (of: Node) =>
      g.reshape(g.slice(of, { axis: 1, start: at, size: 1 }), [rowsOf(plan)]);
    const chance = g.pick(g.logSoftmax(own), column(labels)); // [N]
    return g.sum(g.multiply(chance, column(drawn)), [0]); // [1]
  });
  return g.multiply(g.concat(terms, 0), g.negate(scale)); // [targets]
}
