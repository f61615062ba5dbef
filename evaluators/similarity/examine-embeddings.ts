import type { Random } from '../../engine/core/random.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import type { KeyedFrame } from '../embeddings/equal-samples.ts';
import type { Chapter } from '../findings.ts';
import { type Sides, type SubjectSample, withSubjects } from '../relations/subject-sample.ts';
import { subjectTableOf } from '../relations/subject-walk.ts';
import { tableFrame } from '../relations/table-frame.ts';
import { EMBEDDING_NOTE } from './compare-embeddings.ts';
import { describeEmbeddings } from './describe-embeddings.ts';
import { examineFrames, MOST_ROWS } from './examine-frames.ts';

/** How the examination draws. */
export interface ExamineEmbeddingsOptions {
  readonly random: Random;
  /** Most rows a side and table; 10,000 if not given. */
  readonly mostRows?: number;
}

const MOST_SUBJECTS = 10_000;

/**
 * Similarity and distances of every table whose rows belong to subjects.
 *
 * At most 10,000 subjects and 10,000 rows a side enter.
 *
 * @see docs/methods/similarity-and-distances.md
 */
export async function examineEmbeddings(
  sides: Sides,
  { random, mostRows = MOST_ROWS }: ExamineEmbeddingsOptions,
): Promise<Chapter> {
  const { schema } = sides.original;
  const thin = (side: 'training' | 'holdout' | 'synthetic') =>
    thinned(sides[side], random.split('subjects', side));
  const samples = {
    training: thin('training'),
    holdout: thin('holdout'),
    synthetic: thin('synthetic'),
  };
  const described = comparedTables(schema).map((table) => {
    const isFlat = table.name === subjectTableOf(schema).name;
    const frames = {
      training: keyedFrame(samples.training, table.name, isFlat),
      holdout: keyedFrame(samples.holdout, table.name, isFlat),
      synthetic: keyedFrame(samples.synthetic, table.name, isFlat),
    };
    const wholeTraining =
      samples.training === sides.training
        ? frames.training
        : keyedFrame(sides.training, table.name, isFlat);
    const stream = random.split('table', table.name);
    return describeEmbeddings(
      table.name,
      examineFrames(frames, { random: stream, mostRows, wholeTraining }),
      stream,
    );
  });
  return {
    id: 'similarity',
    title: 'Similarity and distances',
    lead:
      'Rows become points, so that alike rows lie close. Can trees tell synthetic points from real ' +
      'ones, and do synthetic rows lie closer to the training part than to the holdout?',
    scores: described.flatMap(({ scores }) => scores),
    figures: described.flatMap(({ figures }) => figures),
    contract: Object.assign({}, ...described.map(({ contract }) => contract)),
    notes: [EMBEDDING_NOTE, ...described.flatMap(({ notes }) => notes)],
  };
}

function comparedTables(schema: DatabaseSchema): readonly TableSchema[] {
  return schema.tables.filter(({ role }) => role === 'subject' || role === 'sequence');
}

function thinned(sample: SubjectSample, random: Random): SubjectSample {
  if (sample.subjects.length <= MOST_SUBJECTS) return sample;
  return withSubjects(sample, random.shuffle([...sample.subjects]).slice(0, MOST_SUBJECTS));
}

/** Rows of a table; those of the subject table are no sequences. */
function keyedFrame(sample: SubjectSample, table: string, isFlat: boolean): KeyedFrame {
  const { frame, subject } = tableFrame(sample, table);
  return isFlat ? { frame } : { frame, subject };
}
