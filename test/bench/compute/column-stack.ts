import type { Dim, Node } from '../../../engine/compute/graph.ts';
import { crossEntropy } from '../../../engine/compute/layers/cross-entropy.ts';
import { dense } from '../../../engine/compute/layers/dense.ts';
import { embedding } from '../../../engine/compute/layers/embedding.ts';
import { mean } from '../../../engine/compute/layers/mean.ts';
import type { Weights } from '../../../engine/compute/layers/weights.ts';
import { drawCodes } from './draw-codes.ts';

/** Columns of which each is told from those before it by one hidden layer. */
export interface ColumnStack {
  readonly weights: Weights;
  readonly cardinalities: readonly number[];
  /** E, width of a code's embedding. */
  readonly embedding: number;
  /** H, units of each column's layer. */
  readonly units: number;
}

/** What each row is told beside its own columns, [N, X]; null where nothing. */
type Context = Node | null;

/** The codes of all columns, as rows of their embeddings, N a symbol or a number. */
export function embedColumn(stack: ColumnStack, codes: Node, at: number): Node {
  const name = `column${at}.embedding`;
  const rows = stack.cardinalities[at] ?? 1;
  return embedding(stack.weights, codes, { name, codes: rows, width: stack.embedding }); // [N, E]
}

/**
 * The mean loss of a row.
 *
 * @param codes int32 [columns, N]
 * @returns []
 */
export function columnsLoss(stack: ColumnStack, codes: Node, context: Context): Node {
  const { g } = stack.weights;
  const known = context === null ? [] : [context];
  const losses = stack.cardinalities.map((cardinality, at) => {
    const own = rowAt(stack, codes, at);
    const rows = own.shape[0] as Dim;
    const logits = g.broadcast(columnLogits(stack, known, at), [rows, cardinality]); // [N, C]
    if (at < stack.cardinalities.length - 1) known.push(embedColumn(stack, own, at));
    return g.reshape(mean(g, crossEntropy(g, logits, own), [0]), []);
  });
  return losses.reduce((sum, one) => g.add(sum, one));
}

/**
 * Draws one column after the other.
 *
 * @param uniforms [columns, N]
 * @returns each column's codes, int32 [N]
 */
export function drawColumns(stack: ColumnStack, uniforms: Node, context: Context): readonly Node[] {
  const known = context === null ? [] : [context];
  return stack.cardinalities.map((_, at) => {
    const logits = columnLogits(stack, known, at);
    const codes = drawCodes(stack.weights.g, logits, rowAt(stack, uniforms, at));
    if (at < stack.cardinalities.length - 1) known.push(embedColumn(stack, codes, at));
    return codes;
  });
}

/** All columns' codes as one output, int32 [columns, N]. */
export function stackedCodes({ weights: { g } }: ColumnStack, codes: readonly Node[]): Node {
  return g.concat(
    codes.map((one) => g.reshape(one, [1, one.shape[0] as Dim])),
    0,
  );
}

/** [N, C]; [1, C] of a first column that is told nothing, which has a bias for a hidden layer. */
function columnLogits(stack: ColumnStack, known: readonly Node[], at: number): Node {
  const { weights, units, cardinalities } = stack;
  const { g } = weights;
  const name = `column${at}`;
  const hidden =
    known.length === 0
      ? g.reshape(weights.vector(`${name}.hidden.bias`, units, FIRST_BIAS), [1, units])
      : dense(weights, g.concat([...known], 1), { name: `${name}.hidden`, units }); // [N, H]
  return dense(weights, g.relu(hidden), { name: `${name}.head`, units: cardinalities[at] ?? 1 });
}

/** Above 0, so that a gradient passes. */
const FIRST_BIAS = 0.1;

/** Row `at` of [columns, N] as [N]. */
function rowAt({ weights: { g } }: ColumnStack, x: Node, at: number): Node {
  return g.reshape(g.slice(x, { axis: 0, start: at, size: 1 }), [x.shape[1] as Dim]);
}
