import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CheckpointMismatchError, StorageError } from '../core/errors.ts';
import { decodeSafetensors, encodeSafetensors } from '../core/safetensors.ts';
import type { Checkpoints, SavedModel } from '../models/sequence-model.ts';
import { writeAtomically } from '../storage/atomic-file.ts';

/** Which training a checkpoint belongs to. */
export interface CheckpointFileOptions {
  /** Digest of all that decides the training; a checkpoint of another one is passed over. */
  readonly key: string;
  /** Told which checkpoint is gone on from, or passed over. */
  say(line: string): void;
}

interface Heading {
  readonly key: string;
  readonly record: unknown;
  readonly weightsSha256: string;
}

const LINE_END = 0x0a;

/**
 * Checkpoints in one file: its own SHA-256, a line of JSON, then tensors as safetensors.
 *
 * Guarantee: a process killed while it writes leaves the checkpoint before.
 */
export function openCheckpointFile(file: string, { key, say }: CheckpointFileOptions): Checkpoints {
  let written: Promise<void> = Promise.resolve();
  return {
    async read() {
      const bytes = await readIfThere(file);
      if (bytes === null) return null;
      const { heading, weights } = openSealed(bytes, file);
      if (heading.key !== key) {
        say(`train: ${file} is of another training; passed over`);
        return null;
      }
      say('train: going on from the last checkpoint');
      const tensors = decodeSafetensors(weights, { place: file, digest: heading.weightsSha256 });
      return { record: heading.record, tensors };
    },
    // NOTE: networks that train side by side keep checkpoints at once; the last one stays.
    write(saved) {
      const chunks = sealed(saved, key);
      const own = written.then(() => writeAtomically(file, chunks));
      written = own.catch(() => undefined);
      return own;
    },
  };
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new StorageError(`${file}: cannot be read; check its permissions`, { file }, error);
  }
}

function sealed({ record, tensors }: SavedModel, key: string): readonly Uint8Array[] {
  const weights = encodeSafetensors(tensors);
  const heading: Heading = { key, record, weightsSha256: sha256(weights) };
  const line = Buffer.from(`${JSON.stringify(heading)}\n`);
  return [Buffer.from(`${sha256(line)}\n`), line, weights];
}

/** Looks at the digests of both parts before it believes either. */
function openSealed(bytes: Buffer, file: string) {
  const sealEnd = bytes.indexOf(LINE_END);
  const lineEnd = bytes.indexOf(LINE_END, sealEnd + 1);
  const line = bytes.subarray(sealEnd + 1, lineEnd + 1);
  const seal = bytes.toString('latin1', 0, Math.max(0, sealEnd));
  if (sealEnd < 0 || lineEnd < 0 || sha256(line) !== seal) {
    throw new CheckpointMismatchError(
      `${file}: not a whole checkpoint; remove it, and training starts anew`,
      { file },
    );
  }
  const heading = JSON.parse(line.toString('utf8')) as Heading;
  return { heading, weights: bytes.subarray(lineEnd + 1) };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
