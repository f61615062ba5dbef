import { createHash } from 'node:crypto';
import type { TrainingNetwork } from '../pipeline/training-options.ts';
import { openCheckpointFile } from './checkpoint-file.ts';
import { findEngine } from './find-engines.ts';
import type { RunContext } from './run-context.ts';

/** Threads inside an operation, whatever the machine: sums depend on it, and so do the bytes. */
const NETWORK_THREADS = 2;

/**
 * Chooses and loads the engine of a run's network, and finds where its training stood.
 *
 * @param key digest of all that decides the training
 * @throws ScenarioError if the engine that was asked for is not there
 */
export async function openNetwork(
  { scenario, workspace, say }: RunContext,
  key: string,
): Promise<TrainingNetwork> {
  const { engine: wanted, maxMinutes, maxEpochs } = scenario.model;
  const { engine, reason } = await findEngine(wanted);
  say(`train: a network on ${engine.name}: ${reason}`);
  const parts = [key, engine.name, NETWORK_THREADS];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return {
    engine,
    engineReason: reason,
    threads: NETWORK_THREADS,
    maxMinutes,
    maxEpochs,
    seconds: () => performance.now() / 1000,
    checkpoints: openCheckpointFile(workspace.checkpoint, { key: digest, say }),
  };
}
