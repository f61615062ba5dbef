import type * as Onnxruntime from 'onnxruntime-node';
import { ComputeError } from '../../core/errors.ts';
import type { EngineOptions, Entry, Feed, Program, Result, Runner } from '../program.ts';
import { type Sizes, solveSizes } from '../shape.ts';
import { OnnxStep } from './onnx-step.ts';
import { StateStore } from './state-store.ts';

/** Sessions that are kept; the one unused longest makes room. */
const MOST_SESSIONS = 16;

/** A program in onnxruntime: one session for each entry and each set of sizes, opened when first run. */
export class OnnxRunner implements Runner {
  readonly #onnxruntime: typeof Onnxruntime;
  readonly #program: Program;
  readonly #options: EngineOptions;
  readonly #states: StateStore;
  readonly #steps = new Map<string, OnnxStep>();

  constructor(onnxruntime: typeof Onnxruntime, program: Program, options: EngineOptions) {
    this.#onnxruntime = onnxruntime;
    this.#program = program;
    this.#options = options;
    this.#states = new StateStore(program);
  }

  async run(name: string, feeds: readonly Feed[]): Promise<readonly Result[]> {
    const entry = this.#entry(name);
    const results: Result[] = [];
    for (const feed of feeds) {
      const step = await this.#step(name, solveSizes(name, entry.inputs, feed));
      results.push(await step.run(feed));
    }
    return results;
  }

  async readStates(): Promise<ReadonlyMap<string, Float32Array>> {
    return this.#states.read();
  }

  async writeStates(states: ReadonlyMap<string, Float32Array>): Promise<void> {
    if (this.#states.write(states)) await this.#close();
  }

  async dispose(): Promise<void> {
    await this.#close();
  }

  async #close(): Promise<void> {
    const steps = [...this.#steps.values()];
    this.#steps.clear();
    await Promise.all(steps.map((step) => step.dispose()));
  }

  #entry(name: string): Entry {
    const entry = this.#program.entries[name];
    if (entry !== undefined) return entry;
    const known = Object.keys(this.#program.entries);
    throw new ComputeError(
      `${this.#program.name}: no such entry: ${name}; ask for one of ${known.join(', ')}`,
      { program: this.#program.name, entry: name, known },
    );
  }

  async #step(name: string, sizes: Sizes): Promise<OnnxStep> {
    const key = JSON.stringify([name, ...sizes]);
    const step = this.#steps.get(key) ?? (await this.#open(name, sizes));
    this.#steps.delete(key);
    this.#steps.set(key, step); // the latest is last
    const [[oldest, unused] = []] = this.#steps;
    if (this.#steps.size > MOST_SESSIONS && oldest !== undefined) {
      this.#steps.delete(oldest);
      await unused?.dispose();
    }
    return step;
  }

  #open(name: string, sizes: Sizes): Promise<OnnxStep> {
    return OnnxStep.open({
      onnxruntime: this.#onnxruntime,
      program: this.#program,
      name,
      entry: this.#entry(name),
      sizes,
      states: this.#states,
      threads: this.#options.threads,
    });
  }
}
