import type { Random } from '../../engine/core/random.ts';
import type { Row } from '../../engine/core/row.ts';
import type { TableSchema } from '../../engine/schema/table-schema.ts';
import type { Frame } from '../columns/frame.ts';
import {
  concatSamples,
  type Sides,
  type SubjectSample,
  withSubjects,
} from '../relations/subject-sample.ts';
import { ownedTablesOf } from '../relations/subject-walk.ts';
import { tableFrame } from '../relations/table-frame.ts';
import { fitMixedSpace, type MixedRecords, type MixedSpace } from './mixed-records.ts';
import { fitSubjectFeatures } from './subject-features.ts';

/** What an attack takes for a record: a row of one table, or a whole subject. */
export interface AttackLevel {
  /** Letters, digits, `_` and `-`. */
  readonly id: string;
  /** As people read it, e.g. `rows of flows`. */
  readonly label: string;
  /** At most `most` records of a sample, drawn evenly. */
  records(sample: SubjectSample, most: number, random: Random): MixedRecords;
}

const ROWS_TO_FIT = 20_000;
const LEAST_COLUMNS = 3;

/**
 * The levels of attack: rows of every sequence table with at least 3 columns to know, and subjects.
 *
 * Times do not enter: a memorised row that moved in time is as bad as one that did not.
 */
export function attackLevels(sides: Sides, random: Random): readonly AttackLevel[] {
  const tables = ownedTablesOf(sides.original.schema).filter(({ role }) => role === 'sequence');
  const levels = tables
    .map((table) => rowLevel(table, sides, random.split(table.name)))
    .filter((level) => level !== null);
  return [...levels, subjectLevel(sides)];
}

function rowLevel(table: TableSchema, sides: Sides, random: Random): AttackLevel | null {
  const frameOf = (sample: SubjectSample) => {
    const { frame, subject } = tableFrame(sample, table.name);
    return { frame: withoutTimes(frame, table), subject };
  };
  const fitted = frameOf(someRows(sides.original, table.name, { most: ROWS_TO_FIT, random })).frame;
  if (fitted.columns.length < LEAST_COLUMNS || fitted.rows === 0) return null;
  const space = fitMixedSpace([fitted]);
  return {
    id: table.name,
    label: `rows of ${table.name}`,
    records: (sample, most, stream) => {
      const { frame, subject } = frameOf(someRows(sample, table.name, { most, random: stream }));
      return space.encode(frame, subject);
    },
  };
}

function subjectLevel({ training, holdout }: Sides): AttackLevel {
  const original = concatSamples(training, holdout);
  const features = fitSubjectFeatures(original);
  const space: MixedSpace = fitMixedSpace([features.frame(original)]);
  return {
    id: 'subjects',
    label: 'whole subjects',
    records: (sample, most, random) => {
      const chosen =
        sample.subjects.length <= most
          ? sample.subjects
          : random.shuffle([...sample.subjects]).slice(0, most);
      const frame = features.frame(withSubjects(sample, chosen));
      return space.encode(frame, Int32Array.from(chosen.keys()));
    },
  };
}

/** The sample with at most so many of a table's rows, all alike; other tables stay. */
function someRows(
  sample: SubjectSample,
  table: string,
  { most, random }: { readonly most: number; readonly random: Random },
): SubjectSample {
  const rowsOf = (tables: ReadonlyMap<string, readonly Row[]>) => tables.get(table) ?? [];
  const total = sample.subjects.reduce((sum, { tables }) => sum + rowsOf(tables).length, 0);
  if (total <= most) return sample;
  let [left, wanted] = [total, most];
  const isDrawn = () => {
    const drawn = random.next() * left < wanted;
    left -= 1;
    if (drawn) wanted -= 1;
    return drawn;
  };
  const subjects = sample.subjects.map((subject) => ({
    ...subject,
    tables: new Map([[table, rowsOf(subject.tables).filter(isDrawn)]]),
  }));
  return withSubjects(sample, subjects);
}

function withoutTimes(frame: Frame, table: TableSchema): Frame {
  const times = new Set(
    table.columns.filter(({ kind }) => kind === 'time').map(({ name }) => name),
  );
  return { ...frame, columns: frame.columns.filter(({ name }) => !times.has(name)) };
}
