import type * as Onnxruntime from 'onnxruntime-node';
import { ComputeError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import type { Node } from '../graph.ts';
import type { Entry, Feed, Program, Result, Value } from '../program.ts';
import { bindShape, type Sizes } from '../shape.ts';
import { type LoweredGraph, lowerGraph } from './lower-graph.ts';
import { encodeModel } from './onnx-model.ts';
import type { StateStore } from './state-store.ts';

/** What a step is opened with. */
export interface StepOptions {
  readonly onnxruntime: typeof Onnxruntime;
  readonly program: Program;
  readonly name: string;
  readonly entry: Entry;
  readonly sizes: Sizes;
  readonly states: StateStore;
  readonly threads: number;
}

/** An entry at fixed sizes, in a session of its own. */
export class OnnxStep {
  readonly #options: StepOptions;
  readonly #lowered: LoweredGraph;
  readonly #session: Onnxruntime.InferenceSession;
  readonly #updated: readonly string[];
  readonly #shown: readonly string[];

  private constructor(
    options: StepOptions,
    lowered: LoweredGraph,
    session: Onnxruntime.InferenceSession,
  ) {
    this.#options = options;
    this.#lowered = lowered;
    this.#session = session;
    this.#updated = Object.keys(options.entry.updates);
    this.#shown = Object.keys(options.entry.outputs);
  }

  static async open(options: StepOptions): Promise<OnnxStep> {
    const { program, name, entry, sizes, threads } = options;
    const wanted = [...Object.values(entry.updates), ...Object.values(entry.outputs)];
    const lowered = lowerGraph(name, wanted, sizes);
    const session = await guard(options, () =>
      options.onnxruntime.InferenceSession.create(encodeModel(lowered.graph), {
        logId: `${program.name} ${name}`,
        executionProviders: ['cpu'],
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
      }),
    );
    return new OnnxStep(options, lowered, session);
  }

  async run(feed: Feed): Promise<Result> {
    const { states } = this.#options;
    const { outputs } = this.#lowered;
    const fetches: Record<string, Onnxruntime.Tensor | null> = {};
    for (const name of outputs) fetches[name] = null;
    this.#updated.forEach((state, index) => {
      fetches[outputs[index] ?? ''] = states.next(state);
    });
    const found = await guard(this.#options, () =>
      this.#session.run(this.#feeds(feed), fetches as Onnxruntime.InferenceSession.FetchesType),
    );
    states.advance(this.#updated);
    return this.#result(found);
  }

  dispose(): Promise<void> {
    return this.#session.release();
  }

  #feeds(feed: Feed): Record<string, Onnxruntime.Tensor> {
    const { onnxruntime, states } = this.#options;
    const feeds: Record<string, Onnxruntime.Tensor> = {};
    for (const [{ operation }, name] of this.#lowered.taken) {
      if (operation.kind === 'state') feeds[name] = states.now(operation.name);
      if (operation.kind === 'input') {
        const { shape, data } = defined(feed[operation.name], 'feed was checked');
        const type = data instanceof Int32Array ? 'int32' : 'float32';
        feeds[name] = new onnxruntime.Tensor(type, data, shape);
      }
    }
    return feeds;
  }

  #result(found: Onnxruntime.InferenceSession.OnnxValueMapType): Result {
    const { entry, sizes } = this.#options;
    const result: Record<string, Value> = {};
    this.#shown.forEach((shown, index) => {
      const name = this.#lowered.outputs[this.#updated.length + index] ?? '';
      const data = defined(found[name], 'output was fetched').data;
      const node: Node = defined(entry.outputs[shown], "output is the entry's");
      const elements = defined(
        data instanceof Float32Array || data instanceof Int32Array ? data : undefined,
        'outputs are float32 or int32',
      );
      result[shown] = { shape: bindShape(node.shape, sizes), data: elements };
    });
    return result;
  }
}

/** Names the program and the entry in what onnxruntime throws. */
async function guard<T>({ program, name }: StepOptions, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ComputeError(
      `${program.name}: ${name} fails in onnxruntime: ${reason}; check the program, or take another engine`,
      { program: program.name, entry: name },
      error,
    );
  }
}
