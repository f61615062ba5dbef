import type { Generator } from './train.ts';

/** Writes `generator.json` and `weights.safetensors` into the directory. */
export async function saveGenerator(_directory: string, _generator: Generator): Promise<void> {}

/** Reads what `saveGenerator` wrote. @throws CheckpointMismatchError if the digest differs */
export async function loadGenerator(directory: string): Promise<Generator> {
  throw new Error(`not built yet: ${directory}`);
}
