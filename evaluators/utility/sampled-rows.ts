import type { Random } from '../../engine/core/random.ts';
import { type SubjectSample, withSubjects } from '../relations/subject-sample.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';

/** How many rows of a table a task reads. */
export interface RowSampling {
  readonly table: string;
  /** Most rows; the last subject may exceed them by its own. */
  readonly most: number;
  readonly random: Random;
}

/** A long timeline gives a span of this many times its fair share of the rows. */
const SPAN_FACTOR = 4;

/** Shortest span that a long timeline is cut to. */
const LEAST_SPAN = 50;

/**
 * Subjects at random until they have enough rows in the table; of long timelines a span.
 *
 * Without the spans a few long timelines would be all that is learnt from.
 */
export function sampledRows(
  sample: SubjectSample,
  { table, most, random }: RowSampling,
): SubjectSample {
  const holders = sample.subjects.filter(({ tables }) => (tables.get(table)?.length ?? 0) > 0);
  const span = Math.max(LEAST_SPAN, Math.ceil((SPAN_FACTOR * most) / Math.max(1, holders.length)));
  const kept: SubjectRows[] = [];
  let rows = 0;
  for (const subject of random.split('order').shuffle([...holders])) {
    if (rows >= most) break;
    const cut = cutSubject(subject, { table, span, random });
    rows += cut.tables.get(table)?.length ?? 0;
    kept.push(cut);
  }
  return withSubjects(sample, kept);
}

interface Cut {
  readonly table: string;
  readonly span: number;
  readonly random: Random;
}

function cutSubject(subject: SubjectRows, { table, span, random }: Cut): SubjectRows {
  const rows = subject.tables.get(table) ?? [];
  if (rows.length <= span) return subject;
  const from = random.split('span', subject.key).integer(rows.length - span + 1);
  const tables = new Map(subject.tables).set(table, rows.slice(from, from + span));
  return { ...subject, tables };
}
