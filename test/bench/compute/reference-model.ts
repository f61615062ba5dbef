import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import { differentiate } from '../../../engine/compute/differentiate.ts';
import type { Node } from '../../../engine/compute/graph.ts';
import type { Entry } from '../../../engine/compute/program.ts';
import { createRandom, type Random } from '../../../engine/core/random.ts';
import { BATCHES, type BenchModel, type ModelSetting } from './bench-model.ts';
import { drawCodes } from './draw-codes.ts';
import { madeCodes, uniforms } from './made-codes.ts';
import { adamw, crossEntropy, dense, embedding } from './plain-layers.ts';
import { trainedStates } from './trained-states.ts';

/** 2,500 logits in all; a step of 512 rows is 2.5 GFLOP. */
const SETTING: ModelSetting = {
  kind: 'reference',
  cardinalities: [2, 3, 8, 25, 60, 120, 256, 400, 626, 1000],
  batch: 512,
  steps: 1,
  drawn: 2048,
  rate: 0.001,
  decay: 0.01,
};

const EMBEDDING = 16;
const HIDDEN = 256;

/**
 * Ten columns, each from the embeddings of those before it by one hidden layer; the first from a bias.
 */
export function referenceModel(): BenchModel {
  const { cardinalities, batch, drawn } = SETTING;
  const random = createRandom(1, 'bench', 'reference');
  const g = new GraphBuilder();
  const columns = cardinalities.map((cardinality, at) =>
    openColumn(g, { at, cardinality, random }),
  );
  const entries = { train: trainEntry(g, columns), sample: sampleEntry(g, columns) };
  const batches = Array.from({ length: BATCHES }, (_, at) => ({
    codes: {
      shape: [cardinalities.length, batch],
      data: madeCodes(cardinalities, batch, random.split('codes', at)),
    },
  }));
  const data = uniforms(cardinalities.length * drawn, random.split('uniforms'));
  const draws = [{ uniforms: { shape: [cardinalities.length, drawn], data } }];
  return {
    setting: SETTING,
    program: { name: 'reference', states: g.states, entries },
    batches,
    draws,
  };
}

/** One column of the model. */
interface Column {
  /** From the embeddings of the columns before, [B, 16] each; [1, C] of the first column. */
  logits(known: readonly Node[]): Node;
  /** codes [B] -> [B, 16]. */
  embed(codes: Node): Node;
}

interface ColumnOptions {
  readonly at: number;
  readonly cardinality: number;
  readonly random: Random;
}

function openColumn(g: GraphBuilder, { at, cardinality, random }: ColumnOptions): Column {
  const name = `column${at}`;
  const hidden = (known: readonly Node[]) =>
    at === 0
      ? g.state(`${name}.hidden.bias`, [1, HIDDEN], 0.1)
      : dense(g, g.concat([...known], 1), { name: `${name}.hidden`, outputs: HIDDEN, random });
  return {
    logits: (known) =>
      g.within(name, () =>
        dense(g, g.relu(hidden(known)), { name: `${name}.head`, outputs: cardinality, random }),
      ),
    embed: (codes) =>
      g.within(name, () =>
        embedding(g, codes, {
          name: `${name}.embedding`,
          rows: cardinality,
          size: EMBEDDING,
          random,
        }),
      ),
  };
}

function trainEntry(g: GraphBuilder, columns: readonly Column[]): Entry {
  const codes = g.input('codes', [columns.length, 'B'], 'int32');
  const known: Node[] = [];
  const losses = columns.map((column, at) => {
    const own = rowOf(g, codes, at);
    const logits = g.broadcast(column.logits(known), ['B', SETTING.cardinalities[at] ?? 0]);
    if (at < columns.length - 1) known.push(column.embed(own));
    return crossEntropy(g, logits, own, g.fill([1], SETTING.batch));
  });
  const loss = losses.reduce((sum, one) => g.add(sum, one));
  const weights = trainedStates(loss);
  const gradients = differentiate(g, loss, weights);
  const pairs = weights.map((weight, at) => [weight, gradients[at] as Node] as const);
  return { inputs: [codes], outputs: { loss }, updates: adamw(g, pairs, SETTING) };
}

function sampleEntry(g: GraphBuilder, columns: readonly Column[]): Entry {
  const fed = g.input('uniforms', [columns.length, 'B']);
  const known: Node[] = [];
  const drawn = columns.map((column, at) => {
    const code = drawCodes(g, column.logits(known), rowOf(g, fed, at));
    if (at < columns.length - 1) known.push(column.embed(code));
    return g.reshape(code, [1, 'B']);
  });
  return { inputs: [fed], outputs: { codes: g.concat(drawn, 0) }, updates: {} };
}

/** Row `at` of [columns, B] as [B]. */
function rowOf(g: GraphBuilder, x: Node, at: number): Node {
  return g.reshape(g.slice(x, { axis: 0, start: at, size: 1 }), ['B']);
}
