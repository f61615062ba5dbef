import type { EngineFinding, LoadableEngine } from '../../../engine/compute/choose-engine.ts';
import { findOnnx } from '../../../engine/compute/onnx/find-onnx.ts';
import { findTensorflow } from '../../../engine/compute/tensorflow/find-tensorflow.ts';

/** An engine as it is measured. */
export interface BenchEngine {
  /** `onnx 2T`. */
  readonly name: string;
  readonly threads: number;
  /** True where a step takes so long that few must do. */
  readonly isSlow: boolean;
  find(): Promise<EngineFinding>;
}

const onnx = (threads: number): BenchEngine => ({
  name: `onnx ${threads}T`,
  threads,
  isSlow: false,
  find: findOnnx,
});

const tensorflow = (
  name: Exclude<LoadableEngine, 'onnx'>,
  { isSlow }: { readonly isSlow: boolean },
): BenchEngine => {
  const backend = name.slice('tensorflow:'.length) as Parameters<typeof findTensorflow>[0];
  return { name, threads: 1, isSlow, find: () => findTensorflow(backend) };
};

/** The engines that may be there, fastest first; native TensorFlow and GPUs only where installed. */
export const BENCH_ENGINES: readonly BenchEngine[] = [
  onnx(2),
  onnx(1),
  tensorflow('tensorflow:node-gpu', { isSlow: false }),
  tensorflow('tensorflow:node', { isSlow: false }),
  tensorflow('tensorflow:wasm', { isSlow: true }),
  tensorflow('tensorflow:cpu', { isSlow: true }),
];
