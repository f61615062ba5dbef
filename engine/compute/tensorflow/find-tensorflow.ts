import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { EngineFinding } from '../choose-engine.ts';
import { keepListeners } from './keep-listeners.ts';
import { REGISTERED_AS, type Tensorflow, type TensorflowBackend } from './tensorflow-backend.ts';
import { createTensorflowEngine } from './tensorflow-engine.ts';

/** The part of the native backend that tells whether it computes on a GPU. */
interface NativeBackend {
  readonly isUsingGpuDevice?: boolean;
}

/** By backend: loads the package, which registers its kernels. */
const LOAD: Readonly<Record<TensorflowBackend, () => Promise<unknown>>> = {
  'node-gpu': () => loadNative('@tensorflow/tfjs-node-gpu'),
  node: () => loadNative('@tensorflow/tfjs-node'),
  wasm: loadWasm,
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
};

/** The native package that is loaded. */
let native: string | undefined;

/**
 * Loads TensorFlow.js with one of its backends and starts it; nothing is loaded before it is
 * looked for, and nothing is fetched.
 *
 * The native packages are not installed by default. They register under one name, so that the first
 * to be loaded holds it until the process ends, and serves for both.
 *
 * @returns the engine, or why it is not there; never throws
 */
export async function findTensorflow(backend: TensorflowBackend): Promise<EngineFinding> {
  try {
    const tf = await import('@tensorflow/tfjs-core');
    const reason = await keepListeners(() => start(tf, backend));
    return reason === undefined ? { engine: createTensorflowEngine(tf, backend) } : { reason };
  } catch (failure) {
    return { reason: whyNot(failure) };
  }
}

function whyNot(failure: unknown): string {
  if ((failure as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') {
    return 'its package is not installed';
  }
  const [text = ''] = String(failure instanceof Error ? failure.message : failure).split('\n');
  return text;
}

/** @returns why the backend cannot be used */
async function start(tf: Tensorflow, backend: TensorflowBackend): Promise<string | undefined> {
  tf.enableProdMode(); // a library writes nothing to the console, advertisements least of all
  await LOAD[backend]();
  if (!(await tf.setBackend(REGISTERED_AS[backend]))) {
    return 'it was loaded, but does not start';
  }
  const onGpu = (tf.backend() as NativeBackend).isUsingGpuDevice === true;
  if (backend === 'node-gpu' && !onGpu) {
    return 'it was loaded, but sees no CUDA device';
  }
  return backend === 'node' && onGpu ? `${native} was loaded first and took the GPU` : undefined;
}

/** The package for GPUs computes on the processor where it sees none. */
async function loadNative(packageName: string): Promise<void> {
  if (native === undefined) {
    await import(packageName);
    native = packageName;
  }
}

/** Reads the binary from the package's own folder. */
async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(main)}/`);
}
