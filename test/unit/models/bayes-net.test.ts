import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom, type Random } from '../../../engine/core/random.ts';
import { bayesNet } from '../../../engine/models/bayes-net/bayes-net.ts';
import type { CodeSpace, RecordCodes } from '../../../engine/models/code-space.ts';
import type { Frame } from '../../../engine/models/frame.ts';
import type { SequenceModel } from '../../../engine/models/sequence-model.ts';

const ROWS = 4000;
const variable = (name: string, given = false) => ({
  name,
  cardinality: 6,
  given,
  anchor: -1,
  guarded: true,
  guard: true,
});
const SPACE: CodeSpace = [
  {
    name: 'rows',
    variables: [variable('cause', true), variable('noise'), variable('effect')],
    views: [
      { name: 'self', record: 0, from: 0 },
      { name: 'lag', record: 0, from: 0 },
    ],
  },
];

describe('bayesNet', () => {
  it('should find what a variable depends on', async () => {
    const model = await train();
    const random = createRandom(3);

    const shares = [2, 3].map((cause) => share(model, frameOf(cause, 2), random));

    expect(shares[0]).to.be.closeTo(0.9, 0.05);
    expect(shares[1]).to.be.closeTo(0.1, 0.05);
  });

  it('should never draw a pair that never occurs, even in an unknown context', async () => {
    const model = await train();
    const random = createRandom(4);

    const drawn = Array.from({ length: 300 }, () => model.draw(0, 2, frameOf(2, 5), random));

    expect(new Set(drawn)).to.deep.equal(new Set([4]));
  });

  it('should draw the same after it was saved and loaded', async () => {
    const model = await train();
    const saved = model.save();
    const again = bayesNet.load(SPACE, {
      ...saved,
      record: JSON.parse(JSON.stringify(saved.record)),
    });
    const draw = (one: SequenceModel) => {
      const random = createRandom(5);
      return Array.from({ length: 50 }, (_, at) =>
        one.draw(0, 2, frameOf(2 + (at % 2), 3), random),
      );
    };

    expect(draw(again)).to.deep.equal(draw(model));
  });

  it('should weigh codes to one', async () => {
    const into = new Float64Array(6);

    const model = await train();
    model.weigh(0, 2, frameOf(2, 2), into);

    expect(into.reduce((sum, one) => sum + one, 0)).to.be.closeTo(1, 1e-9);
  });
});

/** `effect` is 2 nine times in ten where `cause` is 2; where `noise` is 5 it is always 4. */
function train(): Promise<SequenceModel> {
  const random = createRandom(1);
  const codes = SPACE[0]!.variables.map(() => new Uint16Array(ROWS));
  for (let row = 0; row < ROWS; row += 1) {
    const cause = 2 + random.integer(2);
    const noise = 2 + random.integer(4);
    const effect = random.next() < (cause === 2 ? 0.9 : 0.1) ? 2 : 3;
    codes[0]![row] = cause;
    codes[1]![row] = noise;
    codes[2]![row] = noise === 5 ? 4 : effect;
  }
  const subjects = Int32Array.from({ length: ROWS }, (_, row) => row);
  const lag = Int32Array.from({ length: ROWS }, (_, row) => row - 1);
  const data: RecordCodes = { rows: ROWS, subjects, codes, views: [new Int32Array(0), lag] };
  return bayesNet.train(SPACE, [data], {
    seed: 1,
    leastRows: 10,
    leastSubjects: 1,
    workers: 1,
    onProgress: () => undefined,
  });
}

/** A row after the zeros, and no row before it. */
function frameOf(cause: number, noise: number): Frame {
  return { codes: Int32Array.of(0, 0, 0, cause, noise, 0), at: Int32Array.of(3, 0), epoch: 0 };
}

function share(model: SequenceModel, frame: Frame, random: Random): number {
  const drawn = Array.from({ length: 2000 }, () => model.draw(0, 2, frame, random));
  return drawn.filter((one) => one === 2).length / drawn.length;
}
