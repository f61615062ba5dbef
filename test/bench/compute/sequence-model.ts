import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import type { Node } from '../../../engine/compute/graph.ts';
import { Weights } from '../../../engine/compute/layers/weights.ts';
import { makeEntry } from '../../../engine/compute/make-entry.ts';
import type { Feed } from '../../../engine/compute/program.ts';
import { createRandom, type Random } from '../../../engine/core/random.ts';
import { BATCHES, type BenchModel, type ModelSetting, scalar } from './bench-model.ts';
import {
  type ColumnStack,
  columnsLoss,
  drawColumns,
  embedColumn,
  stackedCodes,
} from './column-stack.ts';
import { openHistory } from './history.ts';
import { madeCodes, madeGaps, uniforms } from './made-codes.ts';
import { trainEntry } from './train-entry.ts';

/** 64 steps, hidden 64; 2,048 rows a batch. */
const SETTING: Omit<ModelSetting, 'kind'> = {
  cardinalities: [2, 4, 8, 16, 32, 64, 100, 100, 100, 200],
  batch: 32,
  steps: 64,
  drawn: 256,
  rate: 0.001,
  decay: 0.01,
};

const COLUMNS = SETTING.cardinalities.length;
const HIDDEN = 64;

/**
 * Sequences of rows of ten columns: a row's columns from the history of the rows before, and from
 * the columns before them. Drawn row by row; what is remembered stays in the engine.
 */
export function sequenceModel(kind: 'decay' | 'gru'): BenchModel {
  const random = createRandom(1, 'bench', kind);
  const g = new GraphBuilder();
  const weights = new Weights(g, random.split('weights'));
  const { cardinalities } = SETTING;
  const stack = { weights, cardinalities, embedding: 16, units: HIDDEN };
  const setting = { ...SETTING, kind };
  const entries = {
    train: trainEntry(weights, sequenceLoss(stack, kind), setting),
    sample: sampleEntry(stack, kind),
  };
  const program = { name: kind, states: g.states, entries };
  return { setting, program, batches: madeBatches(random), draws: madeDraws(random) };
}

/** The mean loss of a row, []. */
function sequenceLoss(stack: ColumnStack, kind: 'decay' | 'gru'): Node {
  const { g } = stack.weights;
  const codes = g.input('codes', [COLUMNS, 'S', SETTING.steps], 'int32');
  const rows = g.reshape(codes, [COLUMNS, `${SETTING.steps}*S`]); // [columns, N]
  const own = SETTING.cardinalities.map((_, at) =>
    g.reshape(g.slice(rows, { axis: 0, start: at, size: 1 }), [`${SETTING.steps}*S`]),
  );
  const embedded = rowOf(stack, own); // [N, columns*E]
  const series = g.reshape(embedded, ['S', SETTING.steps, embedded.shape[1] ?? 1]); // [S, T, columns*E]
  const history = openHistory(stack.weights, { kind, units: HIDDEN, drawn: SETTING.drawn });
  const past = history.all(series, g.input('gaps', ['S', SETTING.steps])); // [S, T, H]
  return columnsLoss(stack, rows, g.reshape(past, [`${SETTING.steps}*S`, HIDDEN]));
}

/** One row of all sequences, after what the states remember of the rows before. */
function sampleEntry(stack: ColumnStack, kind: 'decay' | 'gru') {
  const { g } = stack.weights;
  const { drawn } = SETTING;
  const history = openHistory(stack.weights, { kind, units: HIDDEN, drawn });
  const { past, remember } = history.next({
    gaps: g.input('gap', [drawn, 1]),
    kept: g.input('kept', []),
  });
  const codes = drawColumns(stack, g.input('uniforms', [COLUMNS, drawn]), past);
  return makeEntry({ codes: stackedCodes(stack, codes) }, remember(rowOf(stack, codes)));
}

/** The embeddings of all columns side by side, [N, columns*E]. */
function rowOf(stack: ColumnStack, codes: readonly Node[]): Node {
  return stack.weights.g.concat(
    codes.map((one, at) => embedColumn(stack, one, at)),
    1,
  );
}

function madeBatches(random: Random): readonly Feed[] {
  const { cardinalities, batch, steps, rate } = SETTING;
  return Array.from({ length: BATCHES }, (_, at) => {
    const data = madeCodes(cardinalities, batch * steps, random.split('codes', at));
    const gaps = madeGaps(batch * steps, random.split('gaps', at));
    return {
      codes: { shape: [COLUMNS, batch, steps], data },
      gaps: { shape: [batch, steps], data: gaps },
      rate: scalar(rate),
    };
  });
}

/** A feed for each step; the first forgets what was before. */
function madeDraws(random: Random): readonly Feed[] {
  const { drawn, steps } = SETTING;
  return Array.from({ length: steps }, (_, step) => {
    const data = uniforms(COLUMNS * drawn, random.split('uniforms', step));
    return {
      uniforms: { shape: [COLUMNS, drawn], data },
      gap: { shape: [drawn, 1], data: madeGaps(drawn, random.split('gap', step)) },
      kept: scalar(step === 0 ? 0 : 1),
    };
  });
}
