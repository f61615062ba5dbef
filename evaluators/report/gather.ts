import type { Progress } from '../../engine/core/progress.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Row } from '../../engine/core/row.ts';
import { nameTableOf } from '../links/name-degrees.ts';
import { type CanaryFindings, openCanarySearch } from '../privacy/canary-search.ts';
import { concatSamples, type Sides } from '../relations/subject-sample.ts';
import type { SortedReader } from '../relations/subject-walk.ts';
import { openRuleCounter } from '../rules/count-rules.ts';
import type { RuleSides } from '../rules/describe-rules.ts';
import { type DatabaseSample, sampleDatabase } from './database-sample.ts';
import type { Instruments } from './instruments.ts';

/** Which part of the split a subject of the original fell into. */
export type SplitPart = 'training' | 'holdout';

/** The original database with its split. */
export interface OriginalReader extends SortedReader {
  part(subjectKey: number): SplitPart;
}

/** The two databases that are compared. */
export interface Databases {
  readonly original: OriginalReader;
  /** Of the same schema as the original. */
  readonly synthetic: SortedReader;
}

/** Samples by part. */
export type SampledParts = Readonly<Record<SplitPart | 'synthetic', DatabaseSample>>;

/** All that is kept of both databases. */
export interface Gathered {
  readonly parts: SampledParts;
  readonly sides: Sides;
  readonly rows: Readonly<Record<'original' | 'synthetic', Readonly<Record<string, number>>>>;
  readonly names: { readonly original: readonly Row[]; readonly synthetic: readonly Row[] };
  readonly ruleCounts: RuleSides;
  readonly canaries: CanaryFindings | null;
}

/** How both databases are read. */
export interface GatherOptions {
  readonly instruments: Instruments;
  readonly random: Random;
  readonly progress: Progress;
}

/**
 * Reads both databases: to count their rows, then subject by subject.
 *
 * Samples are bounded; rules and planted records are looked for in every row.
 *
 * @throws DataError if a table is not sorted by subject
 */
export async function gather(databases: Databases, options: GatherOptions): Promise<Gathered> {
  const { original, synthetic } = databases;
  const { instruments, random, progress } = options;
  const count = () => openRuleCounter(original.schema, instruments.rules);
  const counters = { training: count(), holdout: count(), synthetic: count() };
  const search =
    instruments.canaries === null ? null : openCanarySearch(instruments.canaries, original.schema);
  const ours = await sampleDatabase(original, {
    parts: ['training', 'holdout'],
    partOf: (key) => original.part(key),
    random: random.split('original'),
    progress,
    step: 'read original',
    onSubject: (subject, part) => counters[part].add(subject),
  });
  const theirs = await sampleDatabase(synthetic, {
    parts: ['synthetic'],
    partOf: () => 'synthetic',
    random: random.split('synthetic'),
    progress,
    step: 'read synthetic',
    onSubject: (subject) => {
      counters.synthetic.add(subject);
      search?.add(subject);
    },
  });
  const parts = { ...ours.parts, ...theirs.parts };
  return {
    parts,
    sides: sidesOf(parts),
    rows: { original: ours.rows, synthetic: theirs.rows },
    names: { original: await namesOf(original), synthetic: await namesOf(synthetic) },
    ruleCounts: {
      training: counters.training.counts(),
      holdout: counters.holdout.counts(),
      synthetic: counters.synthetic.counts(),
    },
    canaries: search?.found() ?? null,
  };
}

/** The whole subjects of both sides. */
function sidesOf({ training, holdout, synthetic }: SampledParts): Sides {
  return {
    training: training.whole,
    holdout: holdout.whole,
    original: concatSamples(training.whole, holdout.whole),
    synthetic: synthetic.whole,
  };
}

/** All rows of the table that ties names to addresses. */
async function namesOf(reader: SortedReader): Promise<readonly Row[]> {
  const table = nameTableOf(reader.schema);
  if (table === undefined) return [];
  const rows: Row[] = [];
  for await (const batch of reader.rows(table.name)) rows.push(...batch);
  return rows;
}
