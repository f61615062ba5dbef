import { expect } from 'chai';
import { describe, it } from 'mocha';
import { adamw } from '../../../../engine/compute/adamw.ts';
import { GraphBuilder } from '../../../../engine/compute/build-graph.ts';
import { differentiate } from '../../../../engine/compute/differentiate.ts';
import type { Node } from '../../../../engine/compute/graph.ts';
import { makeEntry } from '../../../../engine/compute/make-entry.ts';
import { findOnnx } from '../../../../engine/compute/onnx/find-onnx.ts';
import type {
  ComputeEngine,
  Feed,
  Program,
  Result,
  Value,
} from '../../../../engine/compute/program.ts';
import { ComputeError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { itBehavesLikeABackend } from '../../../support/backend-battery.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

describe('the engine onnx', () => {
  itBehavesLikeABackend('onnx', onnx, { tolerance: 1e-4, emptyBatches: true });

  it('should compute every operation as the reference does', async () => {
    const program = everyOperation();
    const feed = feedFor(3);

    const [wanted] = await runOn(referenceEngine, program, [feed]);
    const [got] = await runOn(await onnx(), program, [feed]);

    for (const [name, { shape, data }] of Object.entries(wanted!)) {
      expect(got![name]!.shape, name).to.deep.equal(shape);
      expect(largestGap(got![name]!.data, data), name).to.be.below(2e-5);
    }
  });

  for (const count of [5, 40, 64, 201]) {
    it(`should draw among ${count} codes as the reference does`, async () => {
      const program = drawing(count);
      const feed = drawFeed(count);

      const [wanted] = await runOn(referenceEngine, program, [feed]);
      const [got] = await runOn(await onnx(), program, [feed]);

      expect([...got!.below!.data]).to.deep.equal([...wanted!.below!.data]);
      expect(got!.below!.shape).to.deep.equal([DRAWN, 1]);
    });
  }

  it('should train as the reference does', async () => {
    const program = regression();
    const feeds = Array.from({ length: 5 }, (_, index) => batchOf(index));

    const wanted = await trained(referenceEngine, program, feeds);
    const got = await trained(await onnx(), program, feeds);

    for (const [name, values] of wanted.states) {
      expect(largestGap(got.states.get(name)!, values), name).to.be.below(1e-5);
    }
    expect(largestGap(got.losses, wanted.losses)).to.be.below(1e-5);
  });

  it('should give the same bytes twice', async () => {
    const feeds = Array.from({ length: 5 }, (_, index) => batchOf(index));

    const once = await trained(await onnx(), regression(), feeds);
    const again = await trained(await onnx(), regression(), feeds);

    expect(again).to.deep.equal(once);
  });

  it('should train alike on one thread and on two', async () => {
    const feeds = Array.from({ length: 5 }, (_, index) => batchOf(index));

    const one = await trained(await onnx(), regression(), feeds, 1);
    const two = await trained(await onnx(), regression(), feeds, 2);

    expect(largestGap(two.losses, one.losses)).to.be.below(1e-5);
    for (const [name, values] of one.states) {
      expect(largestGap(two.states.get(name)!, values), name).to.be.below(1e-5);
    }
  });

  it('should move states by every function that kernels know', async () => {
    const program = everyMove();
    const states = async (engine: ComputeEngine) => {
      const runner = await engine.open(program, { threads: 1 });
      await runner.run('move', [{ x: { shape: [5], data: normals(5, 'moved') } }]);
      const read = await runner.readStates();
      await runner.dispose();
      return read;
    };

    const wanted = await states(referenceEngine);
    const got = await states(await onnx());

    for (const [name, values] of wanted) {
      expect(largestGap(got.get(name)!, values), name).to.be.below(1e-6);
    }
  });

  it('should go on from states that were read', async () => {
    const [first, second] = [[batchOf(0), batchOf(1)], [batchOf(2)]] as const;
    const engine = await onnx();
    const whole = await trained(engine, regression(), [...first, ...second]);
    const part = await trained(engine, regression(), first);

    const resumed = await engine.open(regression(), { threads: 2 });
    await resumed.writeStates(part.states);
    await resumed.run('train', second);

    expect(await resumed.readStates()).to.deep.equal(whole.states);
    await resumed.dispose();
  });

  it('should take states that were written between runs', async () => {
    const g = new GraphBuilder();
    const entry = makeEntry({ twice: g.multiply(g.state('a', [2], 1), 2) });
    const program = { name: 'constant', states: g.states, entries: { show: entry } };
    const runner = await (await onnx()).open(program, { threads: 1 });

    const [before] = await runner.run('show', [{}]);
    await runner.writeStates(new Map([['a', Float32Array.of(3, 4)]]));
    const [after] = await runner.run('show', [{}]);

    expect([...before!.twice!.data, ...after!.twice!.data]).to.deep.equal([2, 2, 6, 8]);
    await runner.dispose();
  });

  it('should run more sizes than it keeps sessions', async () => {
    const g = new GraphBuilder();
    const entry = makeEntry({ twice: g.multiply(g.input('x', ['B']), 2) });
    const program = { name: 'sizes', states: [], entries: { double: entry } };
    const runner = await (await onnx()).open(program, { threads: 1 });
    const double = async (size: number) => {
      const x = { shape: [size], data: new Float32Array(size).fill(size) };
      const [result] = await runner.run('double', [{ x }]);
      return result!.twice!.data;
    };

    for (let size = 1; size < 40; size += 1) expect((await double(size))[0]).to.equal(2 * size);

    expect([...(await double(1))]).to.deep.equal([2]);
    await runner.dispose();
  });

  it('should read what was where states depend on each other', async () => {
    const g = new GraphBuilder();
    const a = g.state('a', [4], Float32Array.of(1, 2, 3, 4));
    const b = g.state('b', [4], Float32Array.of(5, 6, 7, 8));
    const c = g.state('c', [], 2);
    const scaled = g.multiply(a, c);
    const entry = makeEntry({}, { a: g.add(b, 0.5), b: scaled, c: g.add(c, 1) });
    const runner = await (await onnx()).open(
      { name: 'swap', states: g.states, entries: { swap: entry } },
      { threads: 1 },
    );

    await runner.run('swap', [{}, {}]);

    const states = await runner.readStates();
    expect([...states.get('a')!]).to.deep.equal([2.5, 4.5, 6.5, 8.5]);
    expect([...states.get('b')!]).to.deep.equal([16.5, 19.5, 22.5, 25.5]);
    expect([...states.get('c')!]).to.deep.equal([4]);
    await runner.dispose();
  });

  it('should move states that nothing is computed for', async () => {
    const g = new GraphBuilder();
    const entry = makeEntry({}, { a: g.multiply(g.state('a', [3], 8), 0.5) });
    const runner = await (await onnx()).open(
      { name: 'halving', states: g.states, entries: { halve: entry } },
      { threads: 1 },
    );

    expect(await runner.run('halve', [{}, {}])).to.deep.equal([{}, {}]);

    expect([...(await runner.readStates()).get('a')!]).to.deep.equal([2, 2, 2]);
    await runner.dispose();
  });

  it('should name program and entry where a run fails', async () => {
    const g = new GraphBuilder();
    const code = g.input('code', ['B'], 'int32');
    const entry = makeEntry({ row: g.gather(g.state('table', [2, 1], 0), code) });
    const runner = await (await onnx()).open(
      { name: 'lookup', states: g.states, entries: { look: entry } },
      { threads: 1 },
    );

    const error = await runner
      .run('look', [{ code: { shape: [1], data: Int32Array.of(9) } }])
      .catch((caught: unknown) => caught);

    expect(error).to.be.instanceOf(ComputeError);
    expect((error as ComputeError).details).to.deep.equal({ program: 'lookup', entry: 'look' });
    await runner.dispose();
  });

  for (const [name, states] of [
    ['unknown', new Map([['nobody', Float32Array.of(1)]])],
    ['of another length', new Map([['weight', Float32Array.of(1)]])],
  ] as const) {
    it(`should refuse a state that is ${name}`, async () => {
      const runner = await (await onnx()).open(regression(), { threads: 1 });

      const error = await runner.writeStates(states).catch((caught: unknown) => caught);

      expect(error).to.be.instanceOf(ComputeError);
      await runner.dispose();
    });
  }
});

async function onnx(): Promise<ComputeEngine> {
  const found = await findOnnx();
  if ('engine' in found) return found.engine;
  throw new Error(found.reason);
}

async function runOn(
  engine: ComputeEngine,
  program: Program,
  feeds: readonly Feed[],
): Promise<readonly Result[]> {
  const runner = await engine.open(program, { threads: 2 });
  const results = await runner.run('all', feeds);
  await runner.dispose();
  return results;
}

interface Trained {
  readonly losses: readonly number[];
  readonly states: ReadonlyMap<string, Float32Array>;
}

async function trained(
  engine: ComputeEngine,
  program: Program,
  feeds: readonly Feed[],
  threads = 2,
): Promise<Trained> {
  const runner = await engine.open(program, { threads });
  const results = await runner.run('train', feeds);
  const states = await runner.readStates();
  await runner.dispose();
  return { losses: results.map(({ loss }) => loss!.data[0]!), states };
}

/** A dense layer that is trained by AdamW with clipping, with sizes that fill no whole vectors. */
function regression(): Program {
  const g = new GraphBuilder();
  const x = g.input('x', ['B', 3]);
  const weight = g.state('weight', [3, 7], normals(21, 'weight'));
  const bias = g.state('bias', [7], 0);
  const y = g.tanh(g.add(g.matmul(x, weight), bias));
  const loss = g.reshape(g.sum(g.multiply(y, g.subtract(y, 1)), [0, 1]), []);
  const [byWeight, byBias] = differentiate(g, loss, [weight, bias]);
  const options = { decay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clip: 1 };
  const updates = adamw(g, { weight: byWeight!, bias: byBias! }, options);
  return {
    name: 'regression',
    states: g.states,
    entries: { train: makeEntry({ loss }, updates) },
  };
}

function everyMove(): Program {
  const g = new GraphBuilder();
  const x = g.input('x', [5]);
  const moves: Record<string, (state: Node) => Node> = {
    negate: g.negate,
    sqrt: (state) => g.sqrt(g.multiply(state, state)),
    relu: g.relu,
    step: g.step,
    add: (state) => g.add(state, x),
    subtract: (state) => g.subtract(1, state),
    multiply: (state) => g.multiply(state, g.sum(x, [0])),
    divide: (state) => g.divide(state, 3),
    maximum: (state) => g.maximum(state, x),
    greater: (state) => g.greater(state, x),
  };
  const updates = Object.entries(moves).map(([name, move]) => [
    name,
    move(g.state(name, [5], normals(5, name))),
  ]);
  const entry = makeEntry({}, Object.fromEntries(updates));
  return { name: 'moves', states: g.states, entries: { move: entry } };
}

function batchOf(index: number): Feed {
  return {
    x: { shape: [4, 3], data: normals(12, `batch ${index}`) },
    rate: { shape: [], data: Float32Array.of(0.01) },
  };
}

/** Every operation once at least, and what is written as another one in certain company. */
function everyOperation(): Program {
  const g = new GraphBuilder();
  const x = g.input('x', ['B', 4]);
  const y = g.input('y', ['B', 2, 3]);
  const code = g.input('code', ['B'], 'int32');
  const codes = g.input('codes', ['B', 2], 'int32');
  const weight = g.state('weight', [4, 5], normals(20, 'weight'));
  const bias = g.state('bias', [5], normals(5, 'bias'));
  const positive = g.add(g.multiply(x, x), 0.1);
  const hidden = g.add(g.matmul(x, weight), bias);
  const outputs: Record<string, Node> = {
    negate: g.negate(x),
    exp: g.exp(x),
    log: g.log(positive),
    sqrt: g.sqrt(positive),
    relu: g.relu(x),
    sigmoid: g.sigmoid(x),
    tanh: g.tanh(x),
    erf: g.erf(x),
    step: g.step(x),
    add: g.add(x, 2),
    subtract: g.subtract(x, g.slice(x, { axis: 1, start: 1, size: 1 })),
    multiply: g.multiply(x, g.broadcast(g.slice(x, { axis: 1, start: 0, size: 1 }), ['B', 4])),
    divide: g.divide(x, positive),
    maximum: g.maximum(x, 0.2),
    greater: g.greater(x, 0.2),
    outer: g.add(g.slice(x, { axis: 1, start: 1, size: 1 }), g.fill(['B', 4], 3)),
    hidden,
    biasFirst: g.add(bias, g.matmul(g.relu(x), weight)),
    twice: g.add(g.matmul(x, weight), g.matmul(g.negate(x), weight)),
    transposeA: g.matmul(x, hidden, { transposeA: true }),
    transposeB: g.matmul(hidden, weight, { transposeB: true }),
    both: g.matmul(hidden, g.matmul(x, x, { transposeB: true }), {
      transposeA: true,
      transposeB: true,
    }),
    batched: g.matmul(y, g.transpose(y, [0, 2, 1])),
    batchedA: g.matmul(y, y, { transposeA: true }),
    batchedB: g.matmul(y, y, { transposeB: true }),
    sum: g.sum(y, [0, 2]),
    squares: g.sum(g.multiply(hidden, hidden), [0, 1]),
    max: g.max(y, [1]),
    reshape: g.reshape(y, ['2*B', 3]),
    transpose: g.transpose(y, [2, 0, 1]),
    broadcast: g.broadcast(bias, ['B', 5]),
    concat: g.concat([x, hidden], 1),
    slice: g.slice(y, { axis: 2, start: 1, size: 2 }),
    gather: g.gather(weight, code),
    gathers: g.gather(weight, codes),
    scatter: g.scatter(x, code, 6),
    scatters: g.scatter(y, codes, 4),
    pick: g.pick(x, code),
    picks: g.pick(y, codes),
    place: g.place(x, code, g.exp(g.pick(x, code))),
    places: g.place(y, codes, g.pick(y, codes)),
    softmax: g.softmax(y),
    logSoftmax: g.logSoftmax(y),
    cumsum: g.cumsum(y),
    suffix: g.cumsum(y, { reverse: true }),
    codeAsFloat: g.cast(code, 'float32'),
    floatAsCode: g.cast(g.multiply(x, 3), 'int32'),
    stop: g.stop(x),
    capped: g.negate(g.maximum(g.negate(x), -0.5)),
    masked: g.multiply(g.relu(hidden), g.step(hidden)),
    entropy: g.multiply(g.pick(g.logSoftmax(hidden), code), g.sum(g.softmax(hidden), [0, 1])),
    flatSum: g.reshape(g.sum(y, [1]), ['B', 3]),
    flatSquares: g.reshape(g.sum(g.multiply(x, x), [1]), ['B']),
    smallSums: g.cumsum(g.concat([y, y], 2)),
    largeSums: g.cumsum(g.broadcast(g.slice(x, { axis: 1, start: 0, size: 1 }), ['B', 150])),
    constant: g.constant([2], [1.5, -2]),
    codeConstant: g.constant([2], [7, -7], 'int32'),
    fill: g.fill(['B', 2], 0.25),
    fed: code,
    state: weight,
  };
  const inputs = [x, y, code, codes];
  return {
    name: 'every operation',
    states: g.states,
    entries: { all: { inputs, outputs, updates: {} } },
  };
}

const DRAWN = 2000;

/** How many running sums of the shares of `count` codes lie below a uniform. */
function drawing(count: number): Program {
  const g = new GraphBuilder();
  const logits = g.input('logits', ['N', count]);
  const sums = g.cumsum(g.softmax(logits));
  const below = g.sum(g.greater(g.input('uniform', ['N', 1]), sums), [1]);
  return { name: 'drawing', states: [], entries: { all: makeEntry({ below }) } };
}

/** The first and the last uniform are the least and the largest that there are. */
function drawFeed(count: number): Feed {
  const random = createRandom(7, 'uniforms');
  const uniform = Float32Array.from({ length: DRAWN }, () => random.next());
  uniform[0] = 0;
  uniform[DRAWN - 1] = 1.5;
  return {
    logits: { shape: [DRAWN, count], data: normals(DRAWN * count, 'logits') },
    uniform: { shape: [DRAWN, 1], data: uniform },
  };
}

function feedFor(batch: number): Feed {
  return {
    x: { shape: [batch, 4], data: normals(batch * 4, 'x') },
    y: { shape: [batch, 2, 3], data: normals(batch * 6, 'y') },
    code: ints([batch], 3),
    codes: ints([batch, 2], 3),
  };
}

function normals(length: number, stream: string): Float32Array {
  const random = createRandom(7, stream);
  return Float32Array.from({ length }, () => random.normal());
}

function ints(shape: readonly number[], below: number): Value {
  const random = createRandom(7, 'codes', shape.length);
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Int32Array.from({ length }, () => random.integer(below)) };
}

/** Relative to values above 1. */
function largestGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(
    a,
    (value, index) => Math.abs(value - b[index]!) / (1 + Math.abs(b[index]!)),
  ).reduce((x, y) => Math.max(x, y), Math.abs(a.length - b.length));
}
