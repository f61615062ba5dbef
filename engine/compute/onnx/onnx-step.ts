import type * as Onnxruntime from 'onnxruntime-node';
import { ComputeError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import type { Node } from '../graph.ts';
import type { Entry, Feed, Program, Result, Value } from '../program.ts';
import { bindShape, type Sizes } from '../shape.ts';
import { type LoweredGraph, lowerGraph } from './lower-graph.ts';
import { encodeModel } from './onnx-model.ts';
import type { StateStore } from './state-store.ts';

/**
 * How long a thread waits for the next operator before it sleeps: as long as small operators take.
 * Longer waits take the processor from whatever else wants it, and from the thread waited for.
 */
const SPIN_US = '20';

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
  /** Nothing where kernels do it all. */
  readonly #session: Onnxruntime.InferenceSession | undefined;
  /** States and what is left for updates: tensors over memory, the same in every run. */
  readonly #fixed: Record<string, Onnxruntime.Tensor>;
  readonly #fetches: Record<string, Onnxruntime.Tensor | null>;

  private constructor(
    options: StepOptions,
    lowered: LoweredGraph,
    session: Onnxruntime.InferenceSession | undefined,
  ) {
    this.#options = options;
    this.#lowered = lowered;
    this.#session = session;
    this.#fixed = fixedFeeds(options, lowered);
    this.#fetches = fixedFetches(options, lowered);
  }

  static async open(options: StepOptions): Promise<OnnxStep> {
    const { program, name, entry, sizes, threads } = options;
    const exported = options.states.entry(name).exported.keys();
    const wanted = [...exported, ...Object.values(entry.outputs)];
    const lowered = lowerGraph(name, wanted, { sizes, constants: options.states.constants });
    if (wanted.length === 0) return new OnnxStep(options, lowered, undefined);
    const session = await guard(options, () =>
      options.onnxruntime.InferenceSession.create(encodeModel(lowered.graph), {
        logSeverityLevel: 4,
        logId: `${program.name} ${name}`,
        executionProviders: ['cpu'],
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        extra: { session: { intra_op: { spin_duration_us: SPIN_US } } },
      }),
    );
    return new OnnxStep(options, lowered, session);
  }

  async run(feed: Feed): Promise<Result> {
    const { states, name } = this.#options;
    const found = await guard(this.#options, async () =>
      this.#session?.run({ ...this.#fixed, ...this.#feeds(feed) }, this.#fetches),
    );
    states.update(name);
    return this.#result(found ?? {});
  }

  async dispose(): Promise<void> {
    await this.#session?.release();
  }

  #feeds(feed: Feed): Record<string, Onnxruntime.Tensor> {
    const { onnxruntime } = this.#options;
    const feeds: Record<string, Onnxruntime.Tensor> = {};
    for (const [{ operation }, name] of this.#lowered.taken) {
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
    const shown = Object.keys(entry.outputs);
    const names = this.#lowered.outputs.slice(this.#lowered.outputs.length - shown.length);
    shown.forEach((shown, index) => {
      const name = names[index] ?? '';
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

/** States, read where they lie. */
function fixedFeeds(
  { onnxruntime, states }: StepOptions,
  { taken }: LoweredGraph,
): Record<string, Onnxruntime.Tensor> {
  const feeds: Record<string, Onnxruntime.Tensor> = {};
  for (const [{ operation, shape }, name] of taken) {
    if (operation.kind !== 'state') continue;
    feeds[name] = new onnxruntime.Tensor(
      'float32',
      states.state(operation.name),
      shape.map(Number),
    );
  }
  return feeds;
}

/** Tensors in which results are left; nothing for what the caller gets. */
function fixedFetches(
  { onnxruntime, states, name }: StepOptions,
  { outputs }: LoweredGraph,
): Record<string, Onnxruntime.Tensor | null> {
  const fetches = Object.fromEntries(outputs.map((output) => [output, null]));
  const { exported } = states.entry(name);
  return Object.assign(
    fetches,
    ...[...exported].map(([{ shape }, slot], index) => ({
      [outputs[index] ?? '']: new onnxruntime.Tensor(
        'float32',
        states.view(slot),
        shape.map(Number),
      ),
    })),
  );
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
