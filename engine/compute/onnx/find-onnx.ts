import type { ComputeEngine } from '../program.ts';
import { createOnnxEngine } from './onnx-engine.ts';

/**
 * The engine over onnxruntime, or why there is none: the package may be left out, and has no
 * libraries for some machines.
 */
export async function findOnnx(): Promise<
  { readonly engine: ComputeEngine } | { readonly reason: string }
> {
  try {
    return { engine: createOnnxEngine(await import('onnxruntime-node')) };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { reason: `onnxruntime-node does not load: ${reason}` };
  }
}
