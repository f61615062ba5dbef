import { createHash, randomBytes } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { CheckpointMismatchError } from '../core/errors.ts';
import { writeAtomically } from '../storage/atomic-file.ts';

const BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * What noise is drawn from: secret, since the seed stands in the generator, and whoever knows the
 * noise can take it away.
 *
 * The run folder keeps its secret, so that a run that was cut ends with the same bytes. Other work
 * gets another key: equal noise on two neighbouring data sets would cancel out.
 *
 * @param work digest of all that decides what the noise is added to
 * @throws CheckpointMismatchError for a file that holds no secret
 */
export async function readNoiseKey(file: string, work: string): Promise<string> {
  const secret = await secretOf(file);
  return createHash('sha256').update(`${secret} ${work}`).digest('hex');
}

async function secretOf(file: string): Promise<string> {
  const held = await readFile(file, 'utf8').catch(() => null);
  if (held === null) {
    const fresh = randomBytes(BYTES).toString('hex');
    await writeAtomically(file, `${fresh}\n`);
    await chmod(file, OWNER_ONLY);
    return fresh;
  }
  const secret = held.trim();
  if (/^[0-9a-f]{64}$/.test(secret)) return secret;
  throw new CheckpointMismatchError(`${file}: no secret for noise; remove it and train again`, {
    file,
  });
}
