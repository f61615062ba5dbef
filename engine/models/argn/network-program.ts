import { type AdamwOptions, adamw } from '../../compute/adamw.ts';
import { GraphBuilder } from '../../compute/build-graph.ts';
import { differentiate } from '../../compute/differentiate.ts';
import type { Node } from '../../compute/graph.ts';
import { crossEntropy } from '../../compute/layers/cross-entropy.ts';
import { makeEntry } from '../../compute/make-entry.ts';
import { accumulateClipped, applyNoisyMean } from '../../compute/private-gradients.ts';
import type { Entry, Program, StateSpec } from '../../compute/program.ts';
import { buildNetwork, type Dropout, type FirstValues } from './network.ts';
import { type NetworkPlan, rowsOf } from './network-plan.ts';

/** How a network's weights are moved. */
export interface ProgramOptions {
  readonly first: FirstValues;
  readonly dropout: Dropout;
  readonly adamw: AdamwOptions;
  /** Largest norm of what a subject adds to a step; null without differential privacy. */
  readonly clipNorm: number | null;
}

/** A network with what it can do, and which of its states are weights. */
export interface NetworkProgram {
  readonly program: Program;
  readonly weights: readonly StateSpec[];
}

/**
 * The program of a record's network.
 *
 * * `step`: one batch, with dropout; inputs beside the rows `rate` (learning rate) and `scale` (one
 *   over the rows that count); output `loss`, nats a row.
 * * `evaluate`: the loss without dropout, in all and by target; `scale` as above.
 * * With a norm, instead of `step`: `accumulate`, one subject's rows without dropout, and `apply`, as
 *   `accumulateClipped` and `applyNoisyMean` describe.
 */
export function networkProgram(plan: NetworkPlan, options: ProgramOptions): NetworkProgram {
  const g = new GraphBuilder();
  const { first, dropout, clipNorm } = options;
  const judged = buildNetwork(g, plan, { first, dropout: null });
  const weights = g.states;
  const byTarget = lossByTarget(g, plan, judged);
  const loss = g.sum(byTarget, [0]);
  const evaluate = makeEntry({ loss, byTarget });
  const moves =
    clipNorm === null
      ? { step: stepOf(g, lossOf(g, plan, buildNetwork(g, plan, { first, dropout })), options) }
      : privateMoves(g, loss, { ...options, clipNorm });
  return {
    program: { name: plan.name, states: g.states, entries: { ...moves, evaluate } },
    weights,
  };
}

function privateMoves(
  g: GraphBuilder,
  loss: Node,
  options: ProgramOptions & { readonly clipNorm: number },
): Record<'accumulate' | 'apply', Entry> {
  const gradients = gradientsOf(g, loss);
  const sums = accumulateClipped(g, gradients, options.clipNorm);
  const moved = applyNoisyMean(g, Object.keys(gradients), options.adamw);
  return { accumulate: makeEntry({}, sums), apply: makeEntry({}, moved) };
}

function stepOf(g: GraphBuilder, loss: Node, { adamw: options }: ProgramOptions): Entry {
  const gradients = gradientsOf(g, loss);
  return makeEntry(
    { loss },
    g.within('adamw', () => adamw(g, gradients, options)),
  );
}

/** By weight; all states are weights as long as nothing moves them. */
function gradientsOf(g: GraphBuilder, loss: Node): Record<string, Node> {
  const weights = g.states;
  const nodes = weights.map(({ name, shape, initial }) => g.state(name, shape, initial));
  const gradients = differentiate(g, loss, nodes);
  return Object.fromEntries(weights.map(({ name }, at) => [name, gradients[at] as Node]));
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
    const loss = crossEntropy(g, own, column(labels)); // [N]
    return g.sum(g.multiply(loss, column(drawn)), [0]); // [1]
  });
  return g.multiply(g.concat(terms, 0), scale); // [targets]
}
