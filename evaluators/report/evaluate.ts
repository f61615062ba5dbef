import { defined } from '../../engine/core/invariant.ts';
import type { Progress } from '../../engine/core/progress.ts';
import { createRandom, type Random } from '../../engine/core/random.ts';
import { REPORT_CHAPTERS, type ReportChapter } from '../../engine/core/report-chapters.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { SampleSizes } from '../ceiling/size-correction.ts';
import { IDENTITY_KINDS } from '../columns/judged-columns.ts';
import { linkShapeOf } from '../links/link-shape.ts';
import { meanOf } from '../metric.ts';
import type { Sides } from '../relations/subject-sample.ts';
import type { DatabaseSample } from './database-sample.ts';
import { type DescribedLinks, describeLinks } from './describe-links.ts';
import { describeTable } from './describe-table.ts';
import { examineSides } from './examine-sides.ts';
import { absenceNotes, judgeGates } from './gates.ts';
import { type Databases, type Gathered, gather, type SampledParts } from './gather.ts';
import { type Instruments, NO_INSTRUMENTS } from './instruments.ts';
import type { TableSides } from './judge-table.ts';
import type { OverallReport, ReportData, ReportFacts, TableReport } from './report-data.ts';
import { reportJson } from './report-json.ts';

const DEFAULT_K = 10;

/** What a judgement needs. */
export interface JudgeOptions {
  readonly facts: ReportFacts;
  readonly progress: Progress;
  /** Rules, the linker, planted records; none if not given. */
  readonly instruments?: Instruments;
  /** Which chapters are written; all if not given. */
  readonly chapters?: readonly ReportChapter[];
  /** Where the chapters are written; it never changes them. */
  readonly examine?: typeof examineSides;
}

/**
 * Judges a synthetic database against its original: `gatherRun`, then `judgeRun`.
 *
 * @throws DataError if a table is not sorted by subject
 * @throws ScenarioError if a rule names what the schema lacks
 */
export async function evaluate(options: Databases & JudgeOptions): Promise<ReportData> {
  return judgeRun(await gatherRun(options, options), options);
}

/**
 * Reads both databases; afterwards they are not needed any more.
 *
 * Reads every table twice (to count, to sample) and holds at most 100,000 subjects' drawn rows and
 * 200,000 rows of whole subjects a side, so memory is bounded whatever the number of rows.
 */
export async function gatherRun(databases: Databases, options: JudgeOptions): Promise<Gathered> {
  const { facts, progress, instruments = NO_INSTRUMENTS } = options;
  const random = createRandom(facts.seed, 'evaluate');
  return gather(databases, { instruments, random, progress });
}

/** Judges what was gathered; equal seeds give equal reports. */
export async function judgeRun(gathered: Gathered, options: JudgeOptions): Promise<ReportData> {
  const { facts, progress, instruments = NO_INSTRUMENTS, examine = examineSides } = options;
  const random = createRandom(facts.seed, 'evaluate');
  const judged = judgeSamples(gathered, options, random);
  const data: ReportData = {
    ...judged,
    facts,
    rows: gathered.rows,
    overall: overallOf(judged.tables),
    chapters: await examine(gathered.sides, {
      names: gathered.names,
      ruleCounts: gathered.ruleCounts,
      canaries: gathered.canaries,
      training: facts.training ?? null,
      instruments,
      chapters: options.chapters ?? REPORT_CHAPTERS,
      random: random.split('examine'),
      k: judged.k,
      progress,
    }),
    gates: [],
    notes: [...judged.notes, ...thinningNotes(gathered.sides), ...leftOutNotes(options)],
  };
  const report = reportJson(data);
  const gates = judgeGates(facts.gates, report);
  return { ...data, gates, notes: [...data.notes, ...absenceNotes(gates, report.notes)] };
}

/** Says which chapters were not asked for. */
function leftOutNotes({ chapters = REPORT_CHAPTERS }: JudgeOptions): readonly string[] {
  const missing = REPORT_CHAPTERS.filter((id) => !chapters.includes(id));
  if (missing.length === 0) return [];
  return [`scores: report.chapters leaves out ${missing.join(', ')}; what they say is null`];
}

/** Says which share of the subjects the chapters have seen. */
function thinningNotes({ original, synthetic }: Sides): readonly string[] {
  return Object.entries({ original, synthetic }).flatMap(([side, { share }]) =>
    share === 1
      ? []
      : [
          `scores: of the ${side} side a random ${(100 * share).toFixed(1)} % of the subjects, ` +
            'with all their rows, are compared',
        ],
  );
}

function judgeSamples(
  { parts, sides }: Gathered,
  { facts, progress }: JudgeOptions,
  random: Random,
): Pick<ReportData, 'k' | 'subjects' | 'tables' | 'links' | 'notes'> {
  const { schema } = sides.original;
  const k = facts.k ?? DEFAULT_K;
  const names = [...parts.training.tables.keys()];
  progress.start('judge', names.length, 'tables');
  const described = names.map((name) => {
    progress.advance(1);
    return describeTable(tableSides(parts, name), random.split('table', name), k);
  });
  const subjects = {
    training: subjectsOf(parts.training, schema),
    holdout: subjectsOf(parts.holdout, schema),
    synthetic: subjectsOf(parts.synthetic, schema),
  };
  const links = linksOf(parts, { schema, sizes: subjects }, random.split('links'));
  progress.finish();
  return {
    k,
    subjects,
    tables: described.map(({ report }) => report),
    links: links?.report ?? null,
    notes: [
      ...(facts.notes ?? []),
      ...described.flatMap(({ notes }) => notes),
      ...(links?.notes ?? ['links is null: the schema has no link table']),
      ...identityNotes(schema),
    ],
  };
}

function tableSides(parts: SampledParts, table: string): TableSides {
  const sampleOf = (part: DatabaseSample) =>
    defined(part.tables.get(table), `no sample of ${table}`);
  return {
    training: sampleOf(parts.training),
    holdout: sampleOf(parts.holdout),
    synthetic: sampleOf(parts.synthetic),
  };
}

function linksOf(
  { training, holdout, synthetic }: SampledParts,
  { schema, sizes }: { schema: DatabaseSchema; sizes: SampleSizes },
  random: Random,
): DescribedLinks | null {
  const shape = linkShapeOf(schema);
  if (shape === null || !training.links || !holdout.links || !synthetic.links) return null;
  return describeLinks(
    shape,
    { sizes, training: training.links, holdout: holdout.links, synthetic: synthetic.links },
    random,
  );
}

function subjectsOf(part: DatabaseSample, schema: DatabaseSchema): number {
  const root = schema.tables.find(({ role }) => role === 'subject')?.name ?? '';
  return part.tables.get(root)?.subjects ?? 0;
}

function overallOf(tables: readonly TableReport[]): OverallReport {
  const mean = (part: 'accuracy' | 'max' | 'ceiling') => {
    const figures = tables.map((table) => table[part].overall).filter((figure) => figure !== null);
    return figures.length === 0 ? null : meanOf(figures, part);
  };
  return { accuracy: mean('accuracy'), max: mean('max'), ceiling: mean('ceiling') };
}

/** Says which columns accuracy does not compare value by value. */
function identityNotes(schema: DatabaseSchema): readonly string[] {
  return schema.tables
    .filter(({ role }) => role === 'subject' || role === 'sequence')
    .flatMap(({ name, columns }) => {
      const identities = columns.filter(({ kind }) => IDENTITY_KINDS.includes(kind));
      if (identities.length === 0) return [];
      const list = identities.map((column) => column.name).join(', ');
      return [
        `tables.${name}: ${list} hold identities, which are new by design: accuracy compares their ` +
          'class, their number of labels and how many distinct ones a subject meets',
      ];
    });
}
