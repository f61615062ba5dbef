/**
 * Compute engines that a scenario may ask for; `auto` takes the fastest that is there, and
 * `tensorflow` without a backend the best of its own.
 */
export const ENGINE_NAMES = [
  'auto',
  'onnx',
  'tensorflow',
  'tensorflow:node-gpu', // native, on a CUDA device
  'tensorflow:node', // native, on the processor
  'tensorflow:wasm',
  'tensorflow:cpu', // plain JavaScript: slow, and everywhere
] as const;

export type EngineName = (typeof ENGINE_NAMES)[number];
