import type { ComputeEngine } from '../program.ts';
import type { Tensorflow, TensorflowBackend } from './tensorflow-backend.ts';
import { TensorflowRunner } from './tensorflow-runner.ts';

/**
 * The engine of a backend that was found and started.
 *
 * Asks for no threads: `wasm` and `cpu` have one in Node, the native backends their own pool.
 */
export function createTensorflowEngine(tf: Tensorflow, backend: TensorflowBackend): ComputeEngine {
  return {
    name: `tensorflow:${backend}`,
    open: async (program) => new TensorflowRunner(tf, backend, program),
  };
}
