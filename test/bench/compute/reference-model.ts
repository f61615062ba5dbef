import { GraphBuilder } from '../../../engine/compute/build-graph.ts';
import { Weights } from '../../../engine/compute/layers/weights.ts';
import { makeEntry } from '../../../engine/compute/make-entry.ts';
import { createRandom } from '../../../engine/core/random.ts';
import { BATCHES, type BenchModel, type ModelSetting, scalar } from './bench-model.ts';
import { columnsLoss, drawColumns, stackedCodes } from './column-stack.ts';
import { madeCodes, uniforms } from './made-codes.ts';
import { trainEntry } from './train-entry.ts';

/** 2,500 logits in all; a step is 2.5 GFLOP. */
const SETTING: ModelSetting = {
  kind: 'reference',
  cardinalities: [2, 3, 8, 25, 60, 120, 256, 400, 626, 1000],
  batch: 512,
  steps: 1,
  drawn: 2048,
  rate: 0.001,
  decay: 0.01,
};

/** Ten columns, each from the embeddings of those before it by one hidden layer of 256 units. */
export function referenceModel(): BenchModel {
  const { cardinalities, batch, drawn, rate } = SETTING;
  const columns = cardinalities.length;
  const random = createRandom(1, 'bench', 'reference');
  const g = new GraphBuilder();
  const weights = new Weights(g, random.split('weights'));
  const stack = { weights, cardinalities, embedding: 16, units: 256 };
  const loss = columnsLoss(stack, g.input('codes', [columns, 'B'], 'int32'), null);
  const drawnCodes = drawColumns(stack, g.input('uniforms', [columns, 'B']), null);
  const entries = {
    train: trainEntry(weights, loss, SETTING),
    sample: makeEntry({ codes: stackedCodes(stack, drawnCodes) }),
  };
  const codes = (at: number) => madeCodes(cardinalities, batch, random.split('codes', at));
  const batches = Array.from({ length: BATCHES }, (_, at) => ({
    codes: { shape: [columns, batch], data: codes(at) },
    rate: scalar(rate),
  }));
  const data = uniforms(columns * drawn, random.split('uniforms'));
  const draws = [{ uniforms: { shape: [columns, drawn], data } }];
  const program = { name: 'reference', states: g.states, entries };
  return { setting: SETTING, program, batches, draws };
}
