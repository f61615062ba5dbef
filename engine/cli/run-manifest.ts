import { readFile } from 'node:fs/promises';
import { CheckpointMismatchError } from '../core/errors.ts';
import { writeAtomically } from '../storage/atomic-file.ts';

/** The stages of a run, in order; each reads what the ones before published. */
export const STAGES = [
  'simulate',
  'ingest',
  'link',
  'train',
  'generate',
  'snapshot',
  'evaluate',
] as const;

export type StageName = (typeof STAGES)[number];

/** What a finished stage leaves behind. */
export interface StageRecord {
  /** Digest of all that decides the stage's result; another one means: run it again. */
  readonly key: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What differs from run to run although the results are the same. */
  readonly measured?: Readonly<Record<string, unknown>>;
  readonly seconds: number;
  readonly peakMemoryMib: number;
}

/** `RUN/manifest.json`: what was run, on what, and how far it came. */
export interface RunManifest {
  readonly entwine: string;
  readonly node: string;
  readonly scenario: string;
  readonly seed: number;
  /** Families of models that make the rows, and what computed them: `trees`, `argn on onnx`. */
  readonly engine: string;
  readonly storage: string;
  readonly stages: Readonly<Partial<Record<StageName, StageRecord>>>;
}

/** The manifest in a run folder, null where there is none yet. */
export async function readRunManifest(file: string): Promise<RunManifest | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return null;
  }
  try {
    return JSON.parse(text) as RunManifest;
  } catch (cause) {
    throw new CheckpointMismatchError(
      `${file}: not a run manifest; choose another --run-dir or remove this one`,
      { file },
      cause,
    );
  }
}

/** Publishes the manifest; a crash leaves the old one or the new one, never a part. */
export async function writeRunManifest(file: string, manifest: RunManifest): Promise<void> {
  await writeAtomically(file, [`${JSON.stringify(manifest, null, 2)}\n`]);
}

/** The manifest with a stage finished, and the later ones forgotten where it ran anew. */
export function withStage(
  manifest: RunManifest,
  stage: StageName,
  record: StageRecord,
): RunManifest {
  const kept = STAGES.slice(0, STAGES.indexOf(stage));
  const earlier = Object.fromEntries(
    kept.flatMap((name) => (manifest.stages[name] ? [[name, manifest.stages[name]]] : [])),
  );
  return { ...manifest, stages: { ...earlier, [stage]: record } };
}
