import type { RunManifest } from './run-manifest.ts';

/** Says where the generator learned from a part of the training subjects only. */
export function sampleNotes({ stages }: RunManifest): readonly string[] {
  const sample = stages.train?.outputs.sample as SampleOutput | undefined;
  if (sample === undefined) return [];
  const { share, subjects, rows } = sample;
  return [
    `training: the rows exceed model.maxRows; learned from ${subjects} whole subjects with ` +
      `${rows} rows, ${(100 * share).toFixed(1)} % of all, so rare kinds of subject may be missed`,
  ];
}

interface SampleOutput {
  readonly share: number;
  readonly subjects: number;
  readonly rows: number;
}
