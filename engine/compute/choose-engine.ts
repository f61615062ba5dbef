import type { EngineName } from '../core/engine-name.ts';
import { ScenarioError } from '../core/errors.ts';
import type { ComputeEngine } from './program.ts';

/** An engine that can be loaded, of which `auto` and `tensorflow` are choices. */
export type LoadableEngine = Exclude<EngineName, 'auto' | 'tensorflow'>;

/** An engine that was loaded and tried, or why it is not there. */
export type EngineFinding = { readonly engine: ComputeEngine } | { readonly reason: string };

/** What was looked for; an engine that is not named was not looked for. */
export type FoundEngines = Readonly<Partial<Record<LoadableEngine, EngineFinding>>>;

/** The engine of a run, and why this one: for the manifest and for `entwine doctor`. */
export interface ChosenEngine {
  readonly engine: ComputeEngine;
  readonly reason: string;
}

/** Best first: a GPU beats all; onnxruntime beats TensorFlow.js on processors (docs/methods/compute.md). */
const BEST_FIRST: readonly LoadableEngine[] = [
  'tensorflow:node-gpu',
  'onnx',
  'tensorflow:node',
  'tensorflow:wasm',
  'tensorflow:cpu',
];

const WHY: Readonly<Record<LoadableEngine, string>> = {
  'tensorflow:node-gpu': 'a CUDA device was found',
  onnx: 'onnxruntime is the fastest engine on processors',
  'tensorflow:node': 'native TensorFlow was found',
  'tensorflow:wasm': 'WebAssembly runs everywhere',
  'tensorflow:cpu': 'plain JavaScript is all that runs here',
};

const REMEDY: Readonly<Record<LoadableEngine, string>> = {
  'tensorflow:node-gpu':
    'on Linux x64 with an NVIDIA driver, CUDA 11.2 and cuDNN 8.1, run npm install @tensorflow/tfjs-node-gpu@4.22.0',
  onnx: 'run npm ci again, which brings onnxruntime-node with its library',
  'tensorflow:node': 'run npm install @tensorflow/tfjs-node@4.22.0',
  'tensorflow:wasm': 'run npm ci again, which brings @tensorflow/tfjs-backend-wasm',
  'tensorflow:cpu': 'run npm ci again, which brings @tensorflow/tfjs-backend-cpu',
};

/** The engines that serve a wish, best first; the first that is there is chosen. */
export function enginesFor(wanted: EngineName): readonly LoadableEngine[] {
  if (wanted === 'auto') {
    return BEST_FIRST;
  }
  return wanted === 'tensorflow'
    ? BEST_FIRST.filter((name) => name.startsWith('tensorflow:'))
    : [wanted];
}

/** What makes an engine come to a machine that lacks it. */
export function remedyFor(name: LoadableEngine): string {
  return REMEDY[name];
}

/**
 * Takes the best engine of those found: with `auto` the GPU, else onnxruntime, else TensorFlow.js;
 * by name that one and no other.
 *
 * @throws ScenarioError if an engine that was asked for is not there, with the reason and what to do
 */
export function chooseEngine(wanted: EngineName, found: FoundEngines): ChosenEngine {
  const candidates = enginesFor(wanted);
  for (const name of candidates) {
    const finding = found[name];
    if (finding !== undefined && 'engine' in finding) {
      const asked = candidates.length === 1 ? 'asked for by name' : WHY[name];
      return { engine: finding.engine, reason: asked };
    }
  }
  const reasons = candidates.map((name) => `${name} (${reasonOf(found[name])})`);
  const remedies = wanted === 'auto' || wanted === 'tensorflow' ? 'tensorflow:wasm' : wanted;
  throw new ScenarioError(
    `engine: ${wanted} is not there: ${reasons.join(', ')}; ${REMEDY[remedies]}, or use another engine`,
    { wanted },
  );
}

function reasonOf(finding: EngineFinding | undefined): string {
  return finding !== undefined && 'reason' in finding ? finding.reason : 'not looked for';
}
