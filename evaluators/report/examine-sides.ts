import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Progress } from '../../engine/core/progress.ts';
import type { Random } from '../../engine/core/random.ts';
import type { ReportChapter } from '../../engine/core/report-chapters.ts';
import type { Row } from '../../engine/core/row.ts';
import type { Chapter } from '../findings.ts';
import { examineGraph } from '../graph/examine-graph.ts';
import { examineLinks } from '../links/examine-links.ts';
import { examineRelink } from '../links/relink.ts';
import type { CanaryFindings } from '../privacy/canary-search.ts';
import { examinePrivacy } from '../privacy/examine-privacy.ts';
import { examineRelations } from '../relations/examine-relations.ts';
import type { Sides } from '../relations/subject-sample.ts';
import type { RuleSides } from '../rules/describe-rules.ts';
import { examineRules } from '../rules/examine-rules.ts';
import { examinePace } from '../sequences/examine-pace.ts';
import { examineDetections } from '../sigma/examine-detections.ts';
import { examineEmbeddings } from '../similarity/examine-embeddings.ts';
import { examineText } from '../text/examine-text.ts';
import { examineTraining } from '../training/examine-training.ts';
import type { TrainingFacts } from '../training/training-facts.ts';
import { examineUtility } from '../utility/examine-utility.ts';
import type { Instruments } from './instruments.ts';

/** What the examiners need besides the sides. */
export interface ExamineOptions {
  readonly random: Random;
  /** Fewest subjects of the original that must share a value that is shown. */
  readonly k: number;
  readonly progress: Progress;
  /** Which chapters are written. */
  readonly chapters: readonly ReportChapter[];
  readonly instruments: Instruments;
  /** Rows of the table of names on both sides, empty where there is none. */
  readonly names: { readonly original: readonly Row[]; readonly synthetic: readonly Row[] };
  /** How often the rules were kept in all rows of each part. */
  readonly ruleCounts: RuleSides;
  /** What came out of the planted records; null where none were planted. */
  readonly canaries: CanaryFindings | null;
  /** How the generator was trained; null where nobody says. */
  readonly training: TrainingFacts | null;
}

/** An evaluator, by the chapter that it writes; null where it has nothing to look at. */
interface Examiner {
  readonly id: ReportChapter;
  readonly title: string;
  examine(sides: Sides, options: ExamineOptions): Chapter | null | Promise<Chapter>;
}

const EXAMINERS: readonly Examiner[] = [
  { id: 'privacy', title: 'Privacy', examine: examinePrivacy },
  { id: 'relations', title: 'Relations', examine: examineRelations },
  { id: 'link-laws', title: 'Laws of the links', examine: examineLinks },
  {
    id: 'relink',
    title: 'Blind re-link',
    examine: (sides, options) =>
      options.instruments.relink === null
        ? null
        : examineRelink(sides, options.instruments.relink, options),
  },
  { id: 'pace', title: 'Pace', examine: examinePace },
  { id: 'graph', title: 'Communication graph', examine: examineGraph },
  { id: 'text', title: 'Text', examine: examineText },
  { id: 'similarity', title: 'Similarity and distances', examine: examineEmbeddings },
  {
    id: 'utility',
    title: 'Utility',
    examine: (sides, { random, instruments }) =>
      examineUtility(sides, { random, pool: instruments.trees }),
  },
  {
    id: 'rules',
    title: 'Domain rules',
    examine: (sides, { ruleCounts, instruments, random }) =>
      examineRules(sides, { random, rules: instruments.rules, counts: ruleCounts }),
  },
  {
    id: 'detections',
    title: 'Detections',
    examine: (sides, options) => examineDetections(sides, options.instruments.sigma, options),
  },
  {
    id: 'training',
    title: 'Training',
    examine: (_sides, { training }) => (training === null ? null : examineTraining(training)),
  },
];

/** Runs the evaluators that are asked for; one that refuses leaves a chapter that says why. */
export async function examineSides(
  sides: Sides,
  options: ExamineOptions,
): Promise<readonly Chapter[]> {
  const chapters: Chapter[] = [];
  const asked = EXAMINERS.filter(({ id }) => options.chapters.includes(id));
  for (const examiner of asked) {
    options.progress.start(`judge ${examiner.id}`, null, 'chapters');
    const chapter = await chapterOf(examiner, sides, options);
    if (chapter !== null) chapters.push(chapter);
    options.progress.finish();
  }
  return chapters;
}

async function chapterOf(
  { id, title, examine }: Examiner,
  sides: Sides,
  options: ExamineOptions,
): Promise<Chapter | null> {
  try {
    return await examine(sides, { ...options, random: options.random.split(id) });
  } catch (error) {
    if (!(error instanceof IncomputableMetricError)) throw error;
    return {
      id,
      title,
      lead: 'This could not be judged.',
      scores: [],
      figures: [],
      contract: {},
      notes: [error.message],
    };
  }
}
