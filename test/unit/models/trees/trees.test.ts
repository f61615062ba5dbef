import { expect } from 'chai';
import { describe, it } from 'mocha';
import { CheckpointMismatchError } from '../../../../engine/core/errors.ts';
import { createRandom, type Random } from '../../../../engine/core/random.ts';
import type { CodeSpace, RecordCodes, VariableSpec } from '../../../../engine/models/code-space.ts';
import type { Frame } from '../../../../engine/models/frame.ts';
import type {
  SavedModel,
  SequenceModel,
  Tensor,
} from '../../../../engine/models/sequence-model.ts';
import { trees } from '../../../../engine/models/trees/trees.ts';

const ROWS = 6000;
const VALUES = Array.from({ length: 40 }, (_, at) => at + 2);

describe('trees', () => {
  it('should learn what two variables decide only together', async () => {
    const data = plant((random) => {
      const [left, right] = [2 + random.integer(2), 2 + random.integer(2)];
      return [left, right, 2 + (left ^ right)];
    });
    const model = await train([small('left'), small('right'), small('effect')], data);

    const chances = [0, 1, 2, 3].map((at) => weigh(model, 2, [2 + (at >> 1), 2 + (at & 1), 0]));

    expect(chances.map((into) => Math.round((into[2] ?? 0) * 100))).to.deep.equal([100, 0, 0, 100]);
  });

  it('should learn a threshold of an ordered variable', async () => {
    const data = plant((random) => {
      const size = 2 + random.integer(40);
      return [size, random.next() < (size < 20 ? 0.9 : 0.1) ? 2 : 3];
    });
    const model = await train([ordered('size'), small('effect')], data);

    const chances = [5, 19, 20, 35].map((size) => mean(model, { size, around: 3 }));

    for (const [at, wanted] of [0.9, 0.5, 0.5, 0.1].entries()) {
      expect(chances[at]).to.be.closeTo(wanted, 0.15);
    }
  });

  it('should learn a subset of codes without order', async () => {
    const odd = new Set([3, 7, 12, 20, 33]);
    const data = plant((random) => {
      const code = 2 + random.integer(40);
      return [code, odd.has(code) ? 3 : 2];
    });
    const model = await train([wide('code'), small('effect')], data);

    const chances = [3, 4, 20, 21, 33].map((code) => weigh(model, 1, [code, 0])[3]);

    expect(chances).to.deep.equal([1, 0, 1, 0, 1]);
  });

  it('should look at the row that a view shows, and at nothing where there is none', async () => {
    const random = createRandom(4);
    const own = Uint16Array.from({ length: ROWS }, () => 2 + random.integer(2));
    const copy = own.map((_, row) => (row % 5 === 0 ? 4 : (own[row - 1] as number)));
    const lag = Int32Array.from(own, (_, row) => (row % 5 === 0 ? -1 : row - 1));
    const data = { ...plant(() => []), codes: [own, copy], views: [new Int32Array(0), lag] };
    const model = await train([small('own'), small('copy')], data);

    const shown = [0, 2, 3].map((code) => weigh(model, 1, [2, 0], [code, 0]));

    expect(shown.map((into) => into.indexOf(1))).to.deep.equal([4, 2, 3]);
  });

  it('should know one leaf where rows are few or alike', async () => {
    const few = await train(
      [small('a'), small('b')],
      plant((random) => [2, 2 + random.integer(2)], 12),
    );
    const alike = await train(
      [small('a'), small('b')],
      plant((random) => [2 + random.integer(2), 3]),
    );

    expect(nodesOf(few.save())).to.deep.equal([1, 1]);
    expect(nodesOf(alike.save())[1]).to.equal(1);
    expect(weigh(alike, 1, [2, 0])[3]).to.equal(1);
  });

  it('should answer missing where no row ever held the variable', async () => {
    const gated = { ...small('b'), when: { variable: 0, codes: [9] } };
    const model = await train(
      [small('a'), gated],
      plant(() => [2, 3]),
    );

    expect(model.draw(0, 1, frameOf([2, 0]), createRandom(1))).to.equal(1);
    expect(weigh(model, 1, [2, 0])[1]).to.equal(1);
  });

  it('should learn only from rows in which the variable is drawn', async () => {
    const gated = { ...small('b'), when: { variable: 0, codes: [3] } };
    const data = plant((random) => (random.next() < 0.5 ? [2, 0] : [3, 4]));
    const model = await train([small('a'), gated], data);

    expect(weigh(model, 1, [2, 0])[4]).to.equal(1);
  });

  it('should never draw what never occurs with an earlier category, even in a mixed leaf', async () => {
    const data = plant((random) => {
      const rare = random.next() < 0.0008;
      return [rare ? 5 : 2, rare ? 5 : 2 + random.integer(2)];
    });
    const model = await train(
      [
        { ...small('a'), guard: true },
        { ...small('b'), guarded: true },
      ],
      data,
    );
    const random = createRandom(9);

    const drawn = Array.from({ length: 300 }, () => model.draw(0, 1, frameOf([5, 0]), random));

    expect(new Set(drawn)).to.deep.equal(new Set([5]));
    expect(weigh(model, 1, [5, 0])[5]).to.equal(1);
  });

  it('should weigh as often as it draws', async () => {
    const model = await trainMixed();
    const random = createRandom(6);

    for (const own of [
      [2, 10, 3, 0],
      [3, 30, 2, 0],
      [2, 41, 5, 0],
    ]) {
      const wanted = weigh(model, 3, own);
      const counts = new Float64Array(wanted.length);
      for (let at = 0; at < 20_000; at += 1) {
        const code = model.draw(0, 3, frameOf(own), random);
        counts[code] = (counts[code] ?? 0) + 1 / 20_000;
      }
      expect(wanted.reduce((sum, one) => sum + one, 0)).to.be.closeTo(1, 1e-9);
      for (const [code, share] of wanted.entries()) expect(counts[code]).to.be.closeTo(share, 0.02);
    }
  });

  it('should draw and save the same after it was saved and loaded', async () => {
    const model = await trainMixed();
    const saved = model.save();
    const again = trees.load(mixedSpace(), reopened(saved));
    const draw = (one: SequenceModel) => {
      const random = createRandom(5);
      return Array.from({ length: 300 }, (_, at) =>
        one.draw(0, 1 + (at % 3), frameOf([2 + (at % 2), 2 + (at % 40), 3, 0]), random),
      );
    };

    expect(draw(again)).to.deep.equal(draw(model));
    expect(digest(again.save())).to.equal(digest(saved));
  });

  it('should refuse tensors that do not fit', async () => {
    const saved = (await trainMixed()).save();
    const tampered = [
      change(saved, '0.splits', (one) => (one[0] = 254)),
      change(saved, '0.splits', (one) => (one[0] = 255)),
      change(saved, '0.codes', (one) => (one[0] = 60_000)),
      change(saved, '0.codes', (one) => (one[1] = one[0]!)),
      change(saved, '0.counts', (one) => (one[one.findIndex((count) => count > 0)] = 0)),
      change(saved, '0.sizes', (one) => (one[one.length - 1]! += 1)),
      change(saved, '0.large', (one) => (one[0] = -5)),
      cut(saved, '0.bins'),
      cut(saved, '0.subsets'),
      cut(saved, '0.tests'),
      { ...saved, record: [] },
      { ...saved, record: [[null, null, null, null]] },
      { ...saved, record: withFeature(saved, [7, 0]) },
      { ...saved, record: withFeature(saved, [0, 3]) },
    ];

    for (const [at, one] of tampered.entries()) {
      expect(() => trees.load(mixedSpace(), one), `case ${at}`).to.throw(CheckpointMismatchError);
    }
  });
});

const small = (name: string, given = false): VariableSpec => ({
  name,
  cardinality: 6,
  given,
  anchor: -1,
  guarded: false,
});
const wide = (name: string): VariableSpec => ({ ...small(name), cardinality: 42 });
const ordered = (name: string): VariableSpec => ({ ...wide(name), order: VALUES });

function spaceOf(variables: readonly VariableSpec[]): CodeSpace {
  const views = ['self', 'lag'].map((name) => ({ name, record: 0, from: 0 }));
  return [{ name: 'rows', variables, views }];
}

/** Rows that stand for a subject each; the second view shows nothing. */
function plant(draw: (random: Random) => readonly number[], rows = ROWS): RecordCodes {
  const random = createRandom(1);
  const drawn = Array.from({ length: rows }, () => draw(random));
  const codes = (drawn[0] ?? []).map((_, variable) =>
    Uint16Array.from(drawn, (row) => row[variable] as number),
  );
  const subjects = Int32Array.from({ length: rows }, (_, row) => row);
  return { rows, subjects, codes, views: [new Int32Array(0), new Int32Array(rows).fill(-1)] };
}

function train(variables: readonly VariableSpec[], data: RecordCodes) {
  return trees.train(spaceOf(variables), [data], {
    seed: 1,
    leastRows: 10,
    leastSubjects: 5,
    workers: 1,
    onProgress: () => undefined,
  });
}

const mixedSpace = () =>
  spaceOf([
    small('cause', true),
    ordered('size'),
    { ...small('kind'), guard: true },
    { ...wide('effect'), guarded: true },
  ]);

function trainMixed(): Promise<SequenceModel> {
  return train(mixedSpace()[0]!.variables, mixedData(ROWS));
}

function mixedData(rows: number): RecordCodes {
  return plant((random) => {
    const cause = 2 + random.integer(2);
    const size = 2 + Math.floor(40 * random.next() ** cause);
    const kind = 2 + random.integer(size > 20 ? 4 : 2);
    return [cause, size, kind, kind === 5 ? 41 : 2 + random.integer(size - 1)];
  }, rows);
}

function frameOf(own: readonly number[], shown: readonly number[] = []): Frame {
  const codes = new Int32Array(24);
  codes.set(own, 8);
  codes.set(shown, 16);
  return { codes, at: Int32Array.of(8, shown.length > 0 ? 16 : 0), epoch: 0 };
}

function weigh(
  model: SequenceModel,
  variable: number,
  own: readonly number[],
  shown: readonly number[] = [],
): Float64Array {
  const into = new Float64Array(42);
  model.weigh(0, variable, frameOf(own, shown), into);
  return into;
}

/** Mean chance of code 2 of the second variable for sizes near one. */
function mean(
  model: SequenceModel,
  of: { readonly size: number; readonly around: number },
): number {
  const sizes = VALUES.filter((size) => Math.abs(size - of.size) <= of.around);
  const chances = sizes.map((size) => weigh(model, 1, [size, 0])[2] as number);
  return chances.reduce((sum, one) => sum + one, 0) / chances.length;
}

function nodesOf(saved: SavedModel): number[] {
  return (saved.record as { nodes: number }[][])[0]!.map((one) => one.nodes);
}

function digest(saved: SavedModel): string {
  const tensors = [...saved.tensors].map(([name, one]) => [name, one.constructor.name, [...one]]);
  return JSON.stringify([saved.record, tensors]);
}

const reopened = (saved: SavedModel): SavedModel => ({
  record: JSON.parse(JSON.stringify(saved.record)),
  tensors: new Map([...saved.tensors].map(([name, one]) => [name, one.slice()])),
});

function change(saved: SavedModel, name: string, edit: (tensor: Tensor) => void): SavedModel {
  const copy = reopened(saved);
  edit(copy.tensors.get(name)!);
  return copy;
}

function cut(saved: SavedModel, name: string): SavedModel {
  const copy = reopened(saved);
  return { ...copy, tensors: new Map([...copy.tensors, [name, copy.tensors.get(name)!.slice(1)]]) };
}

function withFeature(saved: SavedModel, feature: readonly number[]): unknown {
  const copy = reopened(saved).record as { features: (readonly number[])[] }[][];
  copy[0]![3]!.features[0] = feature;
  return copy;
}
