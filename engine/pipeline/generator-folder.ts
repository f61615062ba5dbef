import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointMismatchError, StateError } from '../core/errors.ts';
import { decodeSafetensors, encodeSafetensors } from '../core/safetensors.ts';
import { loadModel } from '../models/mixed-model.ts';
import type { Story } from '../sampler/story.ts';
import type { DatabaseSchema } from '../schema/database-schema.ts';
import { layoutOf } from '../sequences/generation-layout.ts';
import type { Generator } from './train.ts';
import type { TrainingRecord } from './training-record.ts';

const FORMAT = 3;
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

/**
 * Writes `generator.json` and `weights.safetensors` into the directory, flushed to the disk; equal
 * bytes for equal generators.
 */
export async function saveGenerator(directory: string, generator: Generator): Promise<void> {
  const { record: model, tensors } = generator.model.save();
  const weights = encodeSafetensors(tensors);
  const document: GeneratorDocument = {
    format: FORMAT,
    schema: generator.schema,
    record: generator.record,
    story: generator.story,
    model,
    weightsSha256: sha256(weights),
  };
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, WEIGHTS), weights, { flush: true });
  await writeFile(join(directory, STATISTICS), sealed(JSON.stringify(document)), { flush: true });
}

/**
 * Reads what `saveGenerator` wrote.
 *
 * @throws StateError if the directory holds no generator
 * @throws CheckpointMismatchError if either file changed by as little as one bit
 */
export async function loadGenerator(directory: string): Promise<Generator> {
  const statistics = await readPart(directory, STATISTICS);
  const document = parseDocument(statistics.toString('utf8'), join(directory, STATISTICS));
  const weights = await readPart(directory, WEIGHTS);
  const { schema, record, story, model: modelRecord, weightsSha256: digest } = document;
  const tensors = decodeSafetensors(weights, { place: join(directory, WEIGHTS), digest });
  const saved = { record: modelRecord, tensors };
  const model = loadModel(record.family, story.space, saved);
  return { schema, layout: layoutOf(schema), record, story, model };
}

async function readPart(directory: string, name: string): Promise<Buffer> {
  return readFile(join(directory, name)).catch((cause: unknown) => {
    const message = `${join(directory, name)}: no generator: ${directory}; name the folder that entwine train wrote`;
    throw new StateError(message, { directory }, cause);
  });
}

const SEAL = ',"sha256":"';

/** A JSON object with its own digest as its last key. */
function sealed(text: string): string {
  return `${text.slice(0, -1)}${SEAL}${sha256(text)}"}\n`;
}

/** What was sealed; a format before the seal is named as such. */
function parseDocument(text: string, place: string): GeneratorDocument {
  const at = text.lastIndexOf(SEAL);
  const body = `${text.slice(0, at)}}`;
  if (at < 0 || sealed(body) !== text) {
    const older = /^\{"format":(\d+),/.exec(text)?.[1];
    const what =
      at < 0 && older !== undefined ? `unknown format: ${older}` : 'not as it was written';
    throw new CheckpointMismatchError(`${place}: ${what}; train again`, { place });
  }
  const document = JSON.parse(body) as GeneratorDocument;
  if (document.format === FORMAT) return document;
  throw new CheckpointMismatchError(`${place}: unknown format: ${document.format}; train again`, {
    place,
    format: document.format,
  });
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
