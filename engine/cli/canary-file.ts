import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { StateError } from '../core/errors.ts';
import type { Canary } from '../schema/canary.ts';
import { writeAtomically } from '../storage/atomic-file.ts';

const canaryList = z.array(
  z.strictObject({
    table: z.string(),
    words: z.array(z.string()),
    numbers: z.record(z.string(), z.number()),
  }),
);

/** Writes the planted records, whole or not at all. */
export async function saveCanaries(file: string, canaries: readonly Canary[]): Promise<void> {
  await writeAtomically(file, [`${JSON.stringify(canaries, null, 2)}\n`]);
}

/**
 * Reads the planted records of a run, null where its training planted none.
 *
 * @throws StateError if the file is not one that training wrote
 */
export async function loadCanaries(file: string): Promise<readonly Canary[] | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const canaries = canaryList.parse(JSON.parse(text));
    return canaries.length === 0 ? null : canaries;
  } catch (cause) {
    throw new StateError(`${file}: not a list of canaries; train again`, { file }, cause);
  }
}
