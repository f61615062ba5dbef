import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointMismatchError } from '../core/errors.ts';
import { familyNamed } from '../models/families.ts';
import type { Story } from '../sampler/story.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { layoutOf } from '../sequences/generation-layout.ts';
import { decodeWeights, encodeWeights } from './generator-folder-weights.ts';
import type { Generator, TrainingRecord } from './train.ts';

const FORMAT = 2;
const STATISTICS = 'generator.json';
const WEIGHTS = 'weights.safetensors';

interface GeneratorDocument {
  readonly format: number;
  readonly schema: DatabaseSchema;
  readonly record: TrainingRecord;
  readonly story: Story;
  readonly model: unknown;
  readonly weightsSha256: string;
}

/** Writes `generator.json` and `weights.safetensors` into the directory; equal bytes for equal generators. */
export async function saveGenerator(directory: string, generator: Generator): Promise<void> {
  const { record: model, tensors } = generator.model.save();
  const weights = encodeWeights(tensors);
  const document: GeneratorDocument = {
    format: FORMAT,
    schema: generator.schema,
    record: generator.record,
    story: generator.story,
    model,
    weightsSha256: sha256(weights),
  };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, WEIGHTS), weights);
  await writeFile(join(directory, STATISTICS), `${JSON.stringify(document)}\n`);
}

/** Reads what `saveGenerator` wrote. @throws CheckpointMismatchError if the digest differs */
export async function loadGenerator(directory: string): Promise<Generator> {
  const text = await readFile(join(directory, STATISTICS), 'utf8');
  const document = JSON.parse(text) as GeneratorDocument;
  if (document.format !== FORMAT) {
    throw new CheckpointMismatchError(
      `${join(directory, STATISTICS)}: unknown format: ${document.format}; train again`,
    );
  }
  const weights = await readFile(join(directory, WEIGHTS));
  const digest = sha256(weights);
  if (digest !== document.weightsSha256) {
    throw new CheckpointMismatchError(
      `${join(directory, WEIGHTS)}: digest differs: ${digest}; train again`,
      { expected: document.weightsSha256, found: digest },
    );
  }
  const { schema, record, story } = document;
  const saved = { record: document.model, tensors: decodeWeights(weights) };
  const model = familyNamed(record.family).load(story.space, saved);
  return { schema, layout: layoutOf(schema), record, story, model };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
