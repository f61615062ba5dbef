import type { Progress } from '../../engine/core/progress.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Value } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { ownAddresses } from '../columns/judged-columns.ts';
import { createLinkSampler, type LinkSample } from '../links/link-sample.ts';
import { linkShapeOf } from '../links/link-shape.ts';
import { type SortedReader, subjectTableOf, walkSubjects } from '../relations/subject-walk.ts';
import { createTableSampler, type TableSample } from '../sequences/table-sample.ts';

const MOST_SUBJECTS = 100_000;
const MOST_SEQUENCES = 5_000;

/** What is kept of one side (or one part of it) for the report. */
export interface DatabaseSample {
  readonly tables: ReadonlyMap<string, TableSample>;
  readonly links: LinkSample | null;
}

/** Samples by part, and the rows of every table of the whole side. */
export interface SampledDatabase<Part extends string> {
  readonly parts: Readonly<Record<Part, DatabaseSample>>;
  readonly rows: Readonly<Record<string, number>>;
  readonly subjects: number;
}

/** How a side is sampled. */
export interface SampleOptions<Part extends string> {
  readonly parts: readonly Part[];
  readonly partOf: (subjectKey: number) => Part;
  readonly random: Random;
  readonly progress: Progress;
  readonly step: string;
}

/**
 * Reads a side once, subject by subject.
 *
 * Accuracy sees at most about 100,000 subjects and coherence at most about 5,000, thinned at
 * random; links, paces and numbers of rows come from the subjects seen.
 */
export async function sampleDatabase<Part extends string>(
  reader: SortedReader,
  options: SampleOptions<Part>,
): Promise<SampledDatabase<Part>> {
  const { parts, partOf, random, progress, step } = options;
  const rows = await countRows(reader);
  const root = subjectTableOf(reader.schema);
  const subjects = rows[root.name] ?? 0;
  const samplers = new Map(
    parts.map((part) => [part, openPart(reader.schema, random.split(part))]),
  );
  const thinning = random.split('thinning');
  progress.start(step, subjects, 'subjects');
  for await (const subject of walkSubjects(reader)) {
    const lot = thinning.next() * subjects;
    progress.advance(1);
    if (lot >= MOST_SUBJECTS) continue;
    const own = ownAddresses(root, subject.row);
    samplers.get(partOf(subject.key))?.add({ subject, own, keepSequence: lot < MOST_SEQUENCES });
  }
  progress.finish();
  const samples = [...samplers].map(([part, sampler]) => [part, sampler.sample()] as const);
  return { parts: Object.fromEntries(samples) as Record<Part, DatabaseSample>, rows, subjects };
}

interface AddedSubject {
  readonly subject: Parameters<ReturnType<typeof createTableSampler>['add']>[0];
  readonly own: ReadonlySet<Value>;
  readonly keepSequence: boolean;
}

function openPart(schema: DatabaseSchema, random: Random) {
  const judgedTables = schema.tables.filter(
    ({ role }) => role === 'subject' || role === 'sequence',
  );
  const tables = judgedTables.map((table) => ({
    name: table.name,
    sampler: createTableSampler(table, { schema, random: random.split(table.name) }),
  }));
  const shape = linkShapeOf(schema);
  const links = shape === null ? null : createLinkSampler(shape, random.split('links'));
  const add = ({ subject, own, keepSequence }: AddedSubject) => {
    for (const { sampler } of tables) sampler.add(subject, own, keepSequence);
    links?.add(subject, own);
  };
  const sample = (): DatabaseSample => ({
    tables: new Map(tables.map(({ name, sampler }) => [name, sampler.sample()])),
    links: links?.sample() ?? null,
  });
  return { add, sample };
}

async function countRows(reader: SortedReader): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { name } of reader.schema.tables) {
    let count = 0;
    for await (const batch of reader.rows(name)) count += batch.length;
    counts[name] = count;
  }
  return counts;
}
