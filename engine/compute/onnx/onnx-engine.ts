import type * as Onnxruntime from 'onnxruntime-node';
import type { ComputeEngine } from '../program.ts';
import { OnnxRunner } from './onnx-runner.ts';

/** An engine over a loaded onnxruntime-node. */
export function createOnnxEngine(onnxruntime: typeof Onnxruntime): ComputeEngine {
  return {
    name: 'onnx',
    open: (program, options) => Promise.resolve(new OnnxRunner(onnxruntime, program, options)),
  };
}
