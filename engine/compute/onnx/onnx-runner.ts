import type * as Onnxruntime from 'onnxruntime-node';
import { ComputeError } from '../../core/errors.ts';
import { defined } from '../../core/invariant.ts';
import type { EngineOptions, Entry, Feed, Program, Result, Runner } from '../program.ts';
import { type Sizes, solveSizes } from '../shape.ts';
import { OnnxStep } from './onnx-step.ts';
import { StateStore } from './state-store.ts';

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
    this.#states.write(states);
  }

  async dispose(): Promise<void> {
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
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const step = await OnnxStep.open({
      onnxruntime: this.#onnxruntime,
      program: this.#program,
      name,
      entry: defined(this.#program.entries[name], 'entry was checked'),
      sizes,
      states: this.#states,
      threads: this.#options.threads,
    });
    this.#steps.set(key, step);
    return step;
  }
}
