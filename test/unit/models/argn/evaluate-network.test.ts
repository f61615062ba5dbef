import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { NetworkEvaluator } from '../../../../engine/models/argn/evaluate-network.ts';
import {
  isDrawn,
  type NetworkPlan,
  naturalOrder,
  planNetwork,
  sizesFor,
} from '../../../../engine/models/argn/network-plan.ts';
import { networkProgram } from '../../../../engine/models/argn/network-program.ts';
import { scaleOf } from '../../../../engine/models/argn/train-network.ts';
import { NO_ROW, TrainingRows } from '../../../../engine/models/argn/training-rows.ts';
import type { RecordCodes } from '../../../../engine/models/code-space.ts';
import { makeCodeWorld, WORLD } from '../../../support/code-world.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

const world = makeCodeWorld(3, 10);

describe('NetworkEvaluator', () => {
  for (const record of [WORLD.host, WORLD.step, WORLD.row]) {
    it(`should say of each row what the graph says: record ${record}`, async () => {
      const plan = planNetwork(world.space, record, sizesFor(10)) as NetworkPlan;
      const { program, weights } = networkProgram(plan, {
        first: { random: createRandom(2, 'first'), biases: plan.targets.map(() => null) },
        ...{ dropout: { view: 0.1, context: 0.2 }, clipNorm: null },
        adamw: { decay: 0, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, clip: null },
      });
      const own = world.data[record] as RecordCodes;
      const feeds = new TrainingRows(world.space, plan, world.data);
      const rows = new Int32Array(plan.window === 1 ? own.rows : plan.window).fill(NO_ROW);
      for (let at = 0; at < own.rows; at += 1) rows[at] = at;
      const runner = await referenceEngine.open(program, { threads: 1 });
      const feed = { ...feeds.feed(rows, naturalOrder(plan)), scale: scaleOf(rows) };

      const [result] = await runner.run('evaluate', [feed]);
      const values = new Map(weights.map(({ name, initial }) => [name, initial]));
      const loss = walkedLoss(new NetworkEvaluator(world.space, plan, values), plan);

      expect(loss).to.be.closeTo(result?.loss?.data[0] as number, 1e-4);
    });
  }
});

/** Mean loss of a record's rows, drawn one after the other as generation does. */
function walkedLoss(evaluator: NetworkEvaluator, plan: NetworkPlan): number {
  const { frames, codes } = layOut(plan);
  const own = world.data[plan.record] as RecordCodes;
  let loss = 0;
  for (const [at, frame] of frames.entries()) {
    for (const target of plan.targets) {
      if (!isDrawn(target, own, at)) continue;
      const chances = evaluator.chances(target.variable, frame);
      const total = chances.reduce((sum, one) => sum + one, 0);
      const code = codes[(frame.at[0] as number) + target.variable] as number;
      loss -= Math.log((chances[code] as number) / total);
    }
  }
  return loss / frames.length;
}

const WIDTH = 8;

/** All records' rows in one array, and a frame for each row; the frames are one, as in drawing. */
function layOut(plan: NetworkPlan) {
  const starts = world.data.map((_, at) =>
    world.data.slice(0, at).reduce((sum, one) => sum + one.rows * WIDTH, WIDTH),
  );
  const total = world.data.reduce((sum, one) => sum + one.rows * WIDTH, WIDTH);
  const codes = new Int32Array(total);
  for (const [record, { rows, codes: own }] of world.data.entries()) {
    for (let row = 0; row < rows; row += 1) {
      const at = (starts[record] as number) + row * WIDTH;
      for (const [variable, column] of own.entries()) codes[at + variable] = column[row] as number;
    }
  }
  const spec = world.space[plan.record];
  const data = world.data[plan.record] as RecordCodes;
  const frames = Array.from({ length: data.rows }, (_, row) => ({
    ...{ codes, epoch: 0 },
    at: Int32Array.from(spec?.views ?? [], (view, index) => {
      const shown = index === 0 ? row : (data.views[index]?.[row] as number);
      return shown < 0 ? 0 : (starts[view.record] as number) + shown * WIDTH;
    }),
  }));
  return { frames, codes };
}
