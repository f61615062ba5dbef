import { expect } from 'chai';
import fc from 'fast-check';
import { GraphBuilder } from '../../engine/compute/build-graph.ts';
import { makeEntry } from '../../engine/compute/make-entry.ts';
import type {
  ComputeEngine,
  Feed,
  Program,
  Result,
  Runner,
  Value,
} from '../../engine/compute/program.ts';
import { ComputeError } from '../../engine/core/errors.ts';
import { casesProgram } from './cases-program.ts';
import { anyCaseSizes, type CaseSizes, type Cases } from './drawn-case.ts';
import { LAYER_CASES } from './layer-cases.ts';
import { CORNER_CASES, OPERATION_CASES } from './operation-cases.ts';
import { referenceEngine } from './reference-engine.ts';
import { evaluationFeed, tinyFeeds, tinyModel } from './tiny-model.ts';

export interface BatteryOptions {
  /** Largest error of an element, next to 1 plus its size. */
  readonly tolerance: number;
  /** Whether batches of no rows are tried as well; the contract does not ask for them. */
  readonly emptyBatches?: boolean;
}

type MakeEngine = () => ComputeEngine | Promise<ComputeEngine>;

/** What a training may differ by after all its steps, next to the largest weight of its tensor. */
const TRAINED = 1e-3;
const SMALLEST: CaseSizes = { B: 1, n: 1, m: 1, k: 1, seed: 1 };
const EMPTY: CaseSizes = { B: 0, n: 2, m: 3, k: 2, seed: 1 };
const ONE_THREAD = { threads: 1 };

/**
 * The tests that every engine passes: each operation, each layer and each gradient gives what the
 * reference gives, states live from run to run, and misuse is told.
 */
export function itBehavesLikeABackend(
  name: string,
  makeEngine: MakeEngine,
  options: BatteryOptions,
): void {
  describe(`${name} as a backend`, () => {
    computesCases('operation', { ...OPERATION_CASES, ...CORNER_CASES }, { makeEngine, ...options });
    computesCases('layer', LAYER_CASES, { makeEngine, ...options });
    trains(makeEngine);
    keepsStates(makeEngine);
    tellsMisuse(makeEngine);
  });
}

function computesCases(
  what: string,
  cases: Cases,
  {
    makeEngine,
    tolerance,
    emptyBatches = false,
  }: BatteryOptions & { readonly makeEngine: MakeEngine },
): void {
  it(`should compute every ${what} and its gradients as the reference does`, async () => {
    const engine = await makeEngine();
    await fc.assert(
      fc.asyncProperty(anyCaseSizes, async (sizes) => {
        const { program, feed } = casesProgram(cases, sizes);

        const got = await runOnce(engine, program, feed);

        const wanted = await runOnce(referenceEngine, program, feed);
        expect(differences(got, wanted, tolerance)).to.deep.equal([]);
      }),
      {
        numRuns: 4,
        seed: 7,
        endOnFailure: true,
        examples: [[SMALLEST], ...(emptyBatches ? [[EMPTY] as [CaseSizes]] : [])],
      },
    );
  });
}

async function runOnce(engine: ComputeEngine, program: Program, feed: Feed): Promise<Result> {
  return using(engine, program, async (runner) => (await runner.run('all', [feed]))[0]!);
}

async function using<T>(
  engine: ComputeEngine,
  program: Program,
  act: (runner: Runner) => Promise<T>,
): Promise<T> {
  const runner = await engine.open(program, ONE_THREAD);
  try {
    return await act(runner);
  } finally {
    await runner.dispose();
  }
}

/** Every output that is not what the reference says, with its worst element. */
function differences(got: Result, wanted: Result, tolerance: number): readonly string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const own = got[name];
    if (own === undefined) return [`${name}: missing`];
    const kind = `${own.data.constructor.name} [${own.shape}]`;
    const wantedKind = `${value.data.constructor.name} [${value.shape}]`;
    if (kind !== wantedKind || own.data.length !== value.data.length) {
      return [`${name}: ${kind}, wanted ${wantedKind}`];
    }
    const at = value.data.findIndex(
      (number, index) => !isClose(own.data[index]!, number, tolerance),
    );
    return at < 0 ? [] : [`${name}: ${own.data[at]} at ${at}, wanted ${value.data[at]}`];
  });
}

function isClose(got: number, wanted: number, tolerance: number): boolean {
  return Object.is(got, wanted) || Math.abs(got - wanted) <= tolerance * (1 + Math.abs(wanted));
}

function trains(makeEngine: MakeEngine): void {
  it('should train a whole model for 30 steps to the weights of the reference', async () => {
    const program = tinyModel();
    const feeds = tinyFeeds(30, 6);
    const train = async (runner: Runner) => {
      const before = await runner.run('evaluate', [evaluationFeed(feeds[0]!)]);
      const losses = [
        ...(await runner.run('step', feeds.slice(0, 1))),
        ...(await runner.run('step', feeds.slice(1, 22))),
        ...(await runner.run('step', feeds.slice(22))),
      ];
      const after = await runner.run('evaluate', [evaluationFeed(tinyFeeds(1, 2)[0]!)]);
      const all = [...before, ...losses, ...after].map((result) => result.loss!.data[0]!);
      return { losses: all, states: await runner.readStates() };
    };

    const got = await using(await makeEngine(), program, train);

    const wanted = await using(referenceEngine, program, train);
    expect(got.losses.length).to.equal(32);
    expect(got.losses[30]).to.be.below(got.losses[1]! * 0.8);
    got.losses.forEach((loss, at) => {
      expect(loss, `loss ${at}`).to.be.closeTo(wanted.losses[at]!, TRAINED);
    });
    for (const [name, state] of wanted.states) {
      const largest = state.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-6);
      const own = got.states.get(name)!;
      const worst = own.reduce(
        (most, weight, at) => Math.max(most, Math.abs(weight - state[at]!)),
        0,
      );
      expect(own.length, name).to.equal(state.length);
      expect(worst / largest, name).to.be.below(TRAINED);
    }
  });

  it('should train to the same bytes again, and from states that were written', async () => {
    const program = tinyModel();
    const feeds = tinyFeeds(12, 3);
    const engine = await makeEngine();
    const halfway = await using(engine, program, async (runner) => {
      await runner.run('step', feeds.slice(0, 6));
      return runner.readStates();
    });

    const resumed = await using(engine, program, async (runner) => {
      await runner.writeStates(halfway);
      await runner.run('step', feeds.slice(6));
      return runner.readStates();
    });

    const straight = await using(engine, program, async (runner) => {
      for (const feed of feeds) await runner.run('step', [feed]);
      return runner.readStates();
    });
    for (const [name, state] of straight) {
      expect([...resumed.get(name)!], name).to.deep.equal([...state]);
    }
  });
}

/** Two states, entries that exchange and feed them, and outputs that nothing computes. */
function statesProgram(): Program {
  const g = new GraphBuilder();
  const [a, b] = [g.state('a', [2], Float32Array.of(1, 2)), g.state('b', [2], 5)];
  const x = g.input('x', [2]);
  const count = g.input('count', ['B'], 'int32');
  return {
    name: 'states',
    states: g.states,
    entries: {
      exchange: makeEntry({ a, sum: g.add(a, b) }, { a: b, b: a }),
      feed: makeEntry({ x, count, half: g.constant([1], [0.5]) }, { a: x }),
      empty: makeEntry({}, { b: g.fill([2], 0) }),
      double: makeEntry({ twice: g.add(g.cast(count, 'float32'), g.cast(count, 'float32')) }),
    },
  };
}

const floats = (...data: readonly number[]): Value => ({
  shape: [data.length],
  data: Float32Array.from(data),
});
const integers = (...data: readonly number[]): Value => ({
  shape: [data.length],
  data: Int32Array.from(data),
});

function keepsStates(makeEngine: MakeEngine): void {
  it('should keep states from run to run, also where they change places', async () => {
    const states = await using(await makeEngine(), statesProgram(), async (runner) => {
      const [first, second] = await runner.run('exchange', [{}, {}]);
      expect([...first!.a!.data, ...second!.a!.data]).to.deep.equal([1, 2, 5, 5]);
      expect([...second!.sum!.data]).to.deep.equal([6, 7]);
      await runner.run('exchange', [{}]);
      await runner.run('feed', [{ x: floats(8, 9), count: integers(1) }]);
      return runner.readStates();
    });

    expect([...states.get('a')!]).to.deep.equal([8, 9]);
    expect([...states.get('b')!]).to.deep.equal([1, 2]);
  });

  it('should give and take arrays that are copies', async () => {
    await using(await makeEngine(), statesProgram(), async (runner) => {
      const x = floats(8, 9);
      const [fed] = await runner.run('feed', [{ x, count: integers(1, 2, 3) }]);
      x.data.fill(0);
      fed!.half!.data.fill(0);
      const written = new Map([['b', Float32Array.of(3, 4)]]);
      await runner.writeStates(written);
      written.get('b')!.fill(0);
      (await runner.readStates()).get('a')!.fill(0);
      const [again] = await runner.run('feed', [{ x: floats(6, 7), count: integers() }]);

      expect([...fed!.count!.data]).to.deep.equal([1, 2, 3]);
      expect([...again!.half!.data]).to.deep.equal([0.5]);
      expect([...again!.count!.shape]).to.deep.equal([0]);
      const states = await runner.readStates();
      expect([...states.get('b')!]).to.deep.equal([3, 4]);
      expect([...states.get('a')!]).to.deep.equal([6, 7]);
    });
  });

  it('should take batches of any size one after the other, and entries without outputs', async () => {
    await using(await makeEngine(), statesProgram(), async (runner) => {
      for (const size of [3, 1, 5]) {
        const count = integers(...Array.from({ length: size }, (_, at) => at));
        const [result] = await runner.run('double', [{ count }]);
        expect([...result!.twice!.data]).to.deep.equal([...count.data].map((each) => 2 * each));
      }
      expect(await runner.run('empty', [{}])).to.deep.equal([{}]);
      expect(await runner.run('empty', [])).to.deep.equal([]);
      expect([...(await runner.readStates()).get('b')!]).to.deep.equal([0, 0]);
    });
  });
}

function tellsMisuse(makeEngine: MakeEngine): void {
  const refused = async (act: () => Promise<unknown>) => {
    const error = await act().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(ComputeError);
    return (error as ComputeError).message;
  };

  it('should name what does not fit', async () => {
    await using(await makeEngine(), statesProgram(), async (runner) => {
      const count = integers(1);
      const short = await refused(() => runner.run('feed', [{ x: floats(1), count }]));
      expect(short).to.include('feed').and.include('x').and.include('[1]').and.include('[2]');
      await refused(() => runner.run('feed', [{ x: integers(1, 2), count }]));
      await refused(() => runner.run('feed', [{ count }]));
      await refused(() => runner.run('no such entry', [{}]));
      await refused(() => runner.writeStates(new Map([['c', Float32Array.of(1)]])));
      await refused(() => runner.writeStates(new Map([['a', Float32Array.of(1)]])));
    });
  });
}
