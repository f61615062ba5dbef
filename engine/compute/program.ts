import type { Node } from './graph.ts';

/** A float32 tensor that an engine keeps between runs: a weight, a moment, a sum. */
export interface StateSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major first values. */
  readonly initial: Float32Array;
}

/** One thing that a program can do: a training step, an evaluation, a draw. */
export interface Entry {
  /** All `input` nodes that are fed, in order. */
  readonly inputs: readonly Node[];
  /** By name: what comes back. */
  readonly outputs: Readonly<Record<string, Node>>;
  /** By state: its value after the run; states left out keep theirs. */
  readonly updates: Readonly<Record<string, Node>>;
}

/** A model with all it can do, on any engine; plain data. */
export interface Program {
  readonly name: string;
  readonly states: readonly StateSpec[];
  readonly entries: Readonly<Record<string, Entry>>;
}

/** Elements of a tensor, row-major. */
export type Elements = Float32Array | Int32Array;

/** A tensor that is fed or comes back. */
export interface Value {
  readonly shape: readonly number[];
  readonly data: Elements;
}

/** By input name. */
export type Feed = Readonly<Record<string, Value>>;

/** By output name. */
export type Result = Readonly<Record<string, Value>>;

/** A program that an engine holds, with its states. Not reentrant: await each call. */
export interface Runner {
  /**
   * Runs an entry once per feed, one after the other, each with the states the one before left.
   * All feeds have equal shapes. One call for many feeds, so that an engine can do them natively.
   *
   * @returns the outputs of each run; the arrays are the caller's
   * @throws ComputeError naming entry, input, the shape fed and the shape wanted
   */
  run(entry: string, feeds: readonly Feed[]): Promise<readonly Result[]>;
  /** Copies of all states as they are now. */
  readStates(): Promise<ReadonlyMap<string, Float32Array>>;
  /** Replaces states. @throws ComputeError for an unknown name or a wrong length */
  writeStates(states: ReadonlyMap<string, Float32Array>): Promise<void>;
  /** Gives native memory back; the runner is dead afterwards. */
  dispose(): Promise<void>;
}

/** How an engine runs programs. */
export interface EngineOptions {
  /** Threads inside an operation. Sums depend on it, so it is fixed and recorded. */
  readonly threads: number;
}

/** Something that runs programs: onnxruntime, or TensorFlow.js on one of its backends. */
export interface ComputeEngine {
  /** `onnx`, `tensorflow:wasm`, … */
  readonly name: string;
  open(program: Program, options: EngineOptions): Promise<Runner>;
}
