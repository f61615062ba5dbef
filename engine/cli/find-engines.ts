import {
  type ChosenEngine,
  chooseEngine,
  type EngineFinding,
  enginesFor,
  type FoundEngines,
  type LoadableEngine,
} from '../compute/choose-engine.ts';
import { findOnnx } from '../compute/onnx/find-onnx.ts';
import { findTensorflow } from '../compute/tensorflow/find-tensorflow.ts';
import type { EngineName } from '../core/engine-name.ts';

const FINDERS: Readonly<Record<LoadableEngine, () => Promise<EngineFinding>>> = {
  'tensorflow:node-gpu': () => findTensorflow('node-gpu'),
  onnx: findOnnx,
  'tensorflow:node': () => findTensorflow('node'),
  'tensorflow:wasm': () => findTensorflow('wasm'),
  'tensorflow:cpu': () => findTensorflow('cpu'),
};

/** What native TensorFlow reads from the environment when it is loaded. */
const NATIVE_SETTINGS = {
  TF_CPP_MIN_LOG_LEVEL: '2', // tells errors only, not its start
  TF_DETERMINISTIC_OPS: '1', // sums on a GPU in one order: same seed, same bytes
  NVIDIA_TF32_OVERRIDE: '0', // products in full single precision, as on every other engine
} as const;

/** Looks for every engine; some hundred milliseconds, since each is loaded and tried. */
export async function findEngines(): Promise<FoundEngines> {
  return await look('auto', () => false);
}

/**
 * Loads the engine of a run: looks for those that serve the wish, best first, and for no more than
 * it needs.
 *
 * @throws ScenarioError if an engine that was asked for is not there
 */
export async function findEngine(wanted: EngineName): Promise<ChosenEngine> {
  return chooseEngine(wanted, await look(wanted, (finding) => 'engine' in finding));
}

async function look(
  wanted: EngineName,
  isEnough: (finding: EngineFinding) => boolean,
): Promise<FoundEngines> {
  for (const [name, value] of Object.entries(NATIVE_SETTINGS)) {
    process.env[name] ??= value;
  }
  const found: Partial<Record<LoadableEngine, EngineFinding>> = {};
  for (const name of enginesFor(wanted)) {
    const finding = await FINDERS[name]();
    found[name] = finding;
    if (isEnough(finding)) {
      break;
    }
  }
  return found;
}
