import type { Row } from '../../../../engine/core/row.ts';
import type { Sides, SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import type { SubjectRows } from '../../../../evaluators/relations/subject-walk.ts';
import { linkedWorld } from '../../../support/linked-world.ts';

const OWNED = ['processes', 'events', 'flows', 'links'];

/** A made sample of linked telemetry, one subject a host. */
export function linkedSample(hosts: number): SubjectSample {
  const { schema, rows } = linkedWorld(hosts);
  const subjects = (rows.get('subjects') ?? []).map((row): SubjectRows => {
    const key = Number(row[0]);
    const own = (table: string) => (rows.get(table) ?? []).filter((one) => one[0] === key);
    return { key, row, tables: new Map(OWNED.map((table) => [table, own(table)])) };
  });
  return { schema, subjects, share: 1 };
}

/** Rows of the table of names of the same world. */
export function linkedNames(hosts: number): readonly Row[] {
  return linkedWorld(hosts).rows.get('names') ?? [];
}

/** Sides whose original is a sample, split in two, against a synthetic one. */
export function sidesOf(original: SubjectSample, synthetic: SubjectSample): Sides {
  const middle = original.subjects.length >> 1;
  return {
    training: { ...original, subjects: original.subjects.slice(0, middle) },
    holdout: { ...original, subjects: original.subjects.slice(middle) },
    original,
    synthetic,
  };
}

/** The sample with the rows of one table rewritten, subject by subject. */
export function withRows(
  sample: SubjectSample,
  table: string,
  rewrite: (rows: readonly Row[]) => readonly Row[],
): SubjectSample {
  const subjects = sample.subjects.map((subject) => ({
    ...subject,
    tables: new Map(subject.tables).set(table, rewrite(subject.tables.get(table) ?? [])),
  }));
  return { ...sample, subjects };
}
