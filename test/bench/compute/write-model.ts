import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Elements, Feed } from '../../../engine/compute/program.ts';
import type { BenchModel } from './bench-model.ts';

/** Writes what the twin reads: first weights, codes of all batches, uniforms of a draw, sizes. */
export function writeModel(folder: string, { setting, program, batches, draws }: BenchModel): void {
  const weights = program.states.map(({ name, shape }) => ({ name, shape }));
  const write = (name: string, data: string | Buffer) => writeFileSync(join(folder, name), data);
  write('setting.json', JSON.stringify({ ...setting, batches: batches.length, weights }));
  write('weights.f32', joined(program.states.map(({ initial }) => initial)));
  write('codes.i32', joined(fed(batches, 'codes')));
  write('uniforms.f32', joined(fed(draws, 'uniforms')));
}

function fed(feeds: readonly Feed[], name: string): readonly Elements[] {
  return feeds.flatMap((feed) => feed[name]?.data ?? []);
}

function joined(lists: readonly Elements[]): Buffer {
  return Buffer.concat(
    lists.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}
