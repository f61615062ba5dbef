import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Elements, Feed } from '../../../engine/compute/program.ts';
import type { BenchModel } from './bench-model.ts';

/** Writes what the twin reads: first weights, codes and gaps of all batches, what draws are fed, sizes. */
export function writeModel(folder: string, { setting, program, batches, draws }: BenchModel): void {
  const weights = program.states.map(({ name, shape }) => ({ name, shape }));
  const write = (name: string, data: string | Buffer) => writeFileSync(join(folder, name), data);
  write('setting.json', JSON.stringify({ ...setting, batches: batches.length, weights }));
  write('weights.f32', joined(program.states.map(({ initial }) => initial)));
  write('codes.i32', joined(fed(batches, 'codes')));
  write('gaps.f32', joined(fed(batches, 'gaps')));
  write('uniforms.f32', joined(fed(draws, 'uniforms')));
  write('drawn-gaps.f32', joined(fed(draws, 'gap')));
}

function fed(feeds: readonly Feed[], name: string): readonly Elements[] {
  return feeds.flatMap((feed) => feed[name]?.data ?? []);
}

function joined(lists: readonly Elements[]): Buffer {
  return Buffer.concat(
    lists.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}
