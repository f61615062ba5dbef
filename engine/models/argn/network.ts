import type { GraphBuilder } from '../../compute/build-graph.ts';
import type { Node } from '../../compute/graph.ts';
import { dropout as dropOut } from '../../compute/layers/dropout.ts';
import { Weights } from '../../compute/layers/weights.ts';
import type { Random } from '../../core/random.ts';
import { decaysOf, historyOf } from './history.ts';
import { type NetworkPlan, rowsOf, type Target } from './network-plan.ts';

/** First values of a network's weights. */
export interface FirstValues {
  readonly random: Random;
  /** By target: log probability of each code, where a network may start from them. */
  readonly biases: readonly (Float32Array | null)[];
}

/** Chances that something is not seen while training. */
export interface Dropout {
  /** A whole view. */
  readonly view: number;
  /** An element of the context. */
  readonly context: number;
}

/**
 * Builds the network of a record on fed rows.
 *
 * Context: codes of the rows in view, embedded, and a decayed sum of the rows before. Each target
 * has a layer of its own that sees the context and the row's variables before it in the order.
 *
 * Inputs: `context` int32 [N, inputs] and `own` int32 [N, variables] (rows of the joint table; N is `rowsOf`),
 * `order` [variables, targets]; for a history what `historyOf` asks for; for a dropout `keepView`
 * [N, views] and `keepContext` [N, phases * context], uniforms.
 *
 * @returns by target: log odds of its codes, [N, cardinality]
 * @see docs/methods/argn.md
 * @see TabularARGN (Tiwald et al., arXiv 2501.12012), section 3
 */
export function buildNetwork(
  g: GraphBuilder,
  plan: NetworkPlan,
  of: { readonly first: FirstValues; readonly dropout: Dropout | null },
): Node[] {
  const weights = new Weights(g, of.first.random);
  const { variables, sizes } = plan;
  const table = weights.table('embedding', [plan.codes, sizes.embedding]);
  const own = g.within('own', () => {
    const codes = g.input('own', [rowsOf(plan), variables], 'int32');
    return g.reshape(g.gather(table, codes), [rowsOf(plan), variables * sizes.embedding]); // [N, V*E]
  });
  const contexts = g.within('context', () => contextsOf(g, plan, { weights, table, own, ...of }));
  const layers = g.within('targets', () => layersOf(g, plan, { weights, own, contexts }));
  return plan.targets.map((target, at) =>
    g.within(`head ${target.variable}`, () => {
      const layer = g.slice(layers, { axis: 1, start: at * sizes.hidden, size: sizes.hidden });
      return headOf(g, { weights, layer, target, bias: of.first.biases[at] ?? null });
    }),
  );
}

/** By phase: what is known before its first variable, [N, C]. */
function contextsOf(
  g: GraphBuilder,
  plan: NetworkPlan,
  of: {
    readonly weights: Weights;
    readonly table: Node;
    readonly own: Node;
    readonly dropout: Dropout | null;
  },
): Node[] {
  const { weights, table, own, dropout } = of;
  const { context } = plan.sizes;
  const seen = plan.inputs === 0 ? null : seenOf(g, plan, table, dropout);
  let sum = g.broadcast(weights.vector('context.bias', context), [rowsOf(plan), context]);
  if (plan.lag >= 0) sum = g.add(sum, historyTerm(g, plan, { weights, own }));
  return Array.from({ length: plan.phases }, (_, phase) => {
    const term = seen === null ? null : viewTerm(g, plan, { weights, seen, phase });
    if (term !== null) sum = g.add(sum, term);
    const open = g.relu(sum); // [N, C]
    return dropout === null ? open : dropped(g, open, { phase, plan, chance: dropout.context });
  });
}

/** Embeddings of all codes in view, [N, inputs * E]. */
function seenOf(g: GraphBuilder, plan: NetworkPlan, table: Node, dropout: Dropout | null): Node {
  const { inputs, views, sizes } = plan;
  const codes = g.input('context', [rowsOf(plan), inputs], 'int32');
  const all = g.gather(table, codes); // [N, inputs, E]
  const kept = dropout === null ? all : g.multiply(all, keptViews(g, plan, dropout.view));
  return views.length === 0 ? kept : g.reshape(kept, [rowsOf(plan), inputs * sizes.embedding]);
}

/** Per input 0 where its view is not seen, else a little above 1, [N, inputs, 1]. */
function keptViews(g: GraphBuilder, plan: NetworkPlan, chance: number): Node {
  const { views, inputs } = plan;
  const uniforms = g.input('keepView', [rowsOf(plan), views.length]);
  const all = g.fill([rowsOf(plan), views.length], 1);
  const kept = dropOut(g, all, { uniforms, chance }); // [N, views]
  const spread = views.flatMap((one) =>
    Array.from({ length: inputs }, (_, at) =>
      at >= one.at && at < one.at + one.variables ? 1 : 0,
    ),
  );
  const byInput = g.matmul(kept, g.constant([views.length, inputs], spread)); // [N, inputs]
  return g.reshape(byInput, [rowsOf(plan), inputs, 1]);
}

/** What the views that a phase adds tell, [N, C]; null where it adds none. */
function viewTerm(
  g: GraphBuilder,
  plan: NetworkPlan,
  of: { readonly weights: Weights; readonly seen: Node; readonly phase: number },
): Node | null {
  const { embedding, context } = plan.sizes;
  const own = plan.views.filter((one) => one.phase === of.phase);
  const first = own[0];
  if (first === undefined) return null;
  const width = own.reduce((sum, one) => sum + one.variables, 0) * embedding;
  const part = g.slice(of.seen, { axis: 1, start: first.at * embedding, size: width });
  return g.matmul(part, of.weights.matrix(`context.${of.phase}`, [width, context]));
}

function historyTerm(
  g: GraphBuilder,
  plan: NetworkPlan,
  of: { readonly weights: Weights; readonly own: Node },
): Node {
  const { variables, sizes } = plan;
  const { weights, own } = of;
  const width = variables * sizes.embedding;
  const rows = g.matmul(own, weights.matrix('history.row', [width, sizes.history])); // [N, R]
  const past = historyOf(g, plan, rows); // [N, decays * R]
  const decays = decaysOf(plan).length;
  return g.matmul(past, weights.matrix('history.context', [decays * sizes.history, sizes.context]));
}

function dropped(
  g: GraphBuilder,
  x: Node,
  of: { readonly phase: number; readonly plan: NetworkPlan; readonly chance: number },
): Node {
  const { context } = of.plan.sizes;
  const uniforms = g.input('keepContext', [rowsOf(of.plan), of.plan.phases * context]);
  const own = g.slice(uniforms, { axis: 1, start: of.phase * context, size: context });
  return dropOut(g, x, { uniforms: own, chance: of.chance });
}

/** Layers of all targets side by side, [N, targets * H]. */
function layersOf(
  g: GraphBuilder,
  plan: NetworkPlan,
  of: { readonly weights: Weights; readonly own: Node; readonly contexts: readonly Node[] },
): Node {
  const { variables, targets, sizes } = plan;
  const { embedding, hidden, context } = sizes;
  const { weights, own, contexts } = of;
  const known = contexts.flatMap((one, phase) => {
    const width = targets.filter((target) => target.phase === phase).length * hidden;
    if (width === 0) return [];
    return [g.matmul(one, weights.matrix(`targets.${phase}`, [context, width]))];
  });
  const width = targets.length * hidden;
  const order = g.input('order', [variables, targets.length]);
  const mask = g.broadcast(g.reshape(order, [variables, 1, targets.length, 1]), [
    ...[variables, embedding, targets.length, hidden],
  ]);
  const all = weights.matrix('targets.own', [variables * embedding, width]);
  const seen = g.multiply(all, g.reshape(mask, [variables * embedding, width]));
  const bias = weights.vector('targets.bias', width);
  const before = known.length === 1 ? (known[0] as Node) : g.concat(known, 1);
  return g.relu(g.add(g.add(g.matmul(own, seen), bias), before));
}

function headOf(
  g: GraphBuilder,
  of: {
    readonly weights: Weights;
    readonly layer: Node;
    readonly target: Target;
    readonly bias: Float32Array | null;
  },
): Node {
  const { weights, layer, target, bias } = of;
  const name = `head.${target.variable}`;
  const width = Number(layer.shape[1]);
  const { cardinality } = target;
  const matrix = weights.matrix(`${name}.weight`, [width, cardinality]);
  const offset = weights.vector(`${name}.bias`, cardinality, bias ?? 0);
  return g.add(g.matmul(layer, matrix), offset); // [N, cardinality]
}
