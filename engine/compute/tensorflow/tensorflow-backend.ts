/** The library; it is loaded only where it is looked for, and handed on from there. */
export type Tensorflow = typeof import('@tensorflow/tfjs-core');

/** What TensorFlow.js computes on, best first. */
export const TENSORFLOW_BACKENDS = ['node-gpu', 'node', 'wasm', 'cpu'] as const;

export type TensorflowBackend = (typeof TENSORFLOW_BACKENDS)[number];

/** By backend: the name under which its package registers it. */
export const REGISTERED_AS: Readonly<Record<TensorflowBackend, string>> = {
  'node-gpu': 'tensorflow',
  node: 'tensorflow',
  wasm: 'wasm',
  cpu: 'cpu',
};
