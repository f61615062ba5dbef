import { createHash } from 'node:crypto';
import type { TrainingAccount } from '../models/sequence-model.ts';
import type { TrainingNetwork } from '../pipeline/training-options.ts';
import { openCheckpointFile } from './checkpoint-file.ts';
import { findEngine } from './find-engines.ts';
import type { RunContext } from './run-context.ts';

/** Threads inside an operation: sums depend on it, so one; networks are trained side by side instead. */
const NETWORK_THREADS = 1;

/** What a run's network is told beside its scenario. */
export interface NetworkWork {
  /** Digest of all that decides the training. */
  readonly key: string;
  readonly onAccount: (account: TrainingAccount) => void;
}

/**
 * Chooses and loads the engine of a run's network, and finds where its training stood.
 *
 * @throws ScenarioError if the engine that was asked for is not there
 */
export async function openNetwork(
  { scenario, workspace, say }: RunContext,
  { key, onAccount }: NetworkWork,
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
    onAccount,
  };
}
