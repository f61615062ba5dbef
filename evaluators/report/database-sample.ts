import type { Progress } from '../../engine/core/progress.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Value } from '../../engine/core/row.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { ownAddresses } from '../columns/judged-columns.ts';
import { createLinkSampler, type LinkSample } from '../links/link-sample.ts';
import { linkShapeOf } from '../links/link-shape.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';
import {
  ownedTablesOf,
  type SortedReader,
  type SubjectRows,
  subjectTableOf,
  walkSubjects,
} from '../relations/subject-walk.ts';
import { createTableSampler, type TableSample } from '../sequences/table-sample.ts';

const MOST_SUBJECTS = 100_000;
const MOST_SEQUENCES = 5_000;
/** Rows of whole subjects that are kept of a side. */
const MOST_ROWS = 200_000;

/** What is kept of one side (or one part of it) for the report. */
export interface DatabaseSample {
  readonly tables: ReadonlyMap<string, TableSample>;
  readonly links: LinkSample | null;
  /** Whole subjects, thinned where the side has more than about 200,000 rows. */
  readonly whole: SubjectSample;
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
  /** Sees every subject of the side, thinned or not. */
  readonly onSubject?: (subject: SubjectRows, part: Part) => void;
}

/**
 * Reads a side once, subject by subject.
 *
 * Accuracy sees at most about 100,000 subjects and coherence at most about 5,000, thinned at
 * random; links, paces and numbers of rows come from the subjects seen. Whole subjects are kept up
 * to about 200,000 rows.
 */
export async function sampleDatabase<Part extends string>(
  reader: SortedReader,
  options: SampleOptions<Part>,
): Promise<SampledDatabase<Part>> {
  const { parts, partOf, random, progress, step } = options;
  const rows = await countRows(reader);
  const total = ownedTablesOf(reader.schema).reduce((sum, { name }) => sum + (rows[name] ?? 0), 0);
  const share = Math.min(1, MOST_ROWS / Math.max(1, total));
  const root = subjectTableOf(reader.schema);
  const subjects = rows[root.name] ?? 0;
  const samplers = new Map(
    parts.map((part) => [part, openPart(reader.schema, share, random.split(part))]),
  );
  const thinning = random.split('thinning');
  progress.start(step, subjects, 'subjects');
  for await (const subject of walkSubjects(reader)) {
    const lot = thinning.next() * subjects;
    progress.advance(1);
    const part = partOf(subject.key);
    options.onSubject?.(subject, part);
    if (lot < share * subjects) samplers.get(part)?.keep(subject);
    if (lot >= MOST_SUBJECTS) continue;
    const own = ownAddresses(root, subject.row);
    samplers.get(part)?.add({ subject, own, keepSequence: lot < MOST_SEQUENCES });
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

function openPart(schema: DatabaseSchema, share: number, random: Random) {
  const whole: SubjectRows[] = [];
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
    whole: { schema, subjects: whole, share },
  });
  return { add, sample, keep: (subject: SubjectRows) => void whole.push(subject) };
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
