/** Samples for the tests of relations: a drawn telemetry database, and a tiny schema by hand. */
import type { Row } from '../../../../engine/core/row.ts';
import { type ColumnKind, column } from '../../../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../../../engine/schema/database-schema.ts';
import type { Relationship } from '../../../../engine/schema/relationship.ts';
import type { TableSchema } from '../../../../engine/schema/table-schema.ts';
import {
  concatSamples,
  type Sides,
  type SubjectSample,
} from '../../../../evaluators/relations/subject-sample.ts';
import { walkSubjects } from '../../../../evaluators/relations/subject-walk.ts';
import { type FixtureOptions, fixtureDatabase } from '../../../support/report-fixture.ts';

/** Training and holdout of one law, the synthetic side of another where `drift` is above 0. */
export async function fixtureSides(subjects: number, drift: number): Promise<Sides> {
  const training = await fixtureSample({ seed: 1, subjects, drift: 0 });
  const holdout = await fixtureSample({ seed: 2, subjects: subjects >> 2, drift: 0 });
  const synthetic = await fixtureSample({ seed: 3, subjects, drift });
  return { training, holdout, original: concatSamples(training, holdout), synthetic };
}

async function fixtureSample(options: FixtureOptions): Promise<SubjectSample> {
  const subjects = [];
  const database = fixtureDatabase(options);
  for await (const subject of walkSubjects(database)) subjects.push(subject);
  return { schema: database.schema, subjects, share: 1 };
}

/** Owners with a colour; boxes with a size and a box they stand in; toys in boxes. */
export const toySchema: DatabaseSchema = {
  tables: [
    table('owners', 'subject', { owner: 'key', colour: 'category' }, []),
    table(
      'boxes',
      'sequence',
      { owner: 'key', box: 'key', within: 'key', at: 'time', size: 'integer' },
      [
        key('context', ['owner'], 'owners', ['owner']),
        key('self', ['owner', 'within'], 'boxes', ['owner', 'box']),
      ],
    ),
    table(
      'toys',
      'sequence',
      { owner: 'key', toy: 'key', box: 'key', kind: 'category', price: 'integer' },
      [
        key('context', ['owner'], 'owners', ['owner']),
        key('parent', ['owner', 'box'], 'boxes', ['owner', 'box']),
      ],
    ),
  ],
};

/** A sample of the toy schema: boxes are [box, within, at, size], toys [toy, box, kind, price]. */
export function toySample(
  owners: readonly {
    readonly colour: string;
    readonly boxes: readonly (readonly [number, number | null, number, number])[];
    readonly toys: readonly (readonly [number, number | null, string | null, number | null])[];
  }[],
): SubjectSample {
  const subjects = owners.map(({ colour, boxes, toys }, at) => {
    const owner = at + 1;
    const tables = new Map<string, readonly Row[]>([
      ['boxes', boxes.map((cells): Row => [owner, ...cells])],
      ['toys', toys.map((cells): Row => [owner, ...cells])],
    ]);
    return { key: owner, row: [owner, colour], tables };
  });
  return { schema: toySchema, subjects, share: 1 };
}

function table(
  name: string,
  role: TableSchema['role'],
  columns: Readonly<Record<string, ColumnKind>>,
  relationships: readonly Relationship[],
): TableSchema {
  const names = Object.keys(columns);
  return {
    name,
    role,
    columns: names.map((one) => column(one, columns[one] as ColumnKind, one === 'within')),
    primaryKey: names.slice(0, role === 'subject' ? 1 : 2),
    relationships,
    timeColumn: names.includes('at') ? 'at' : null,
  };
}

function key(
  kind: Relationship['kind'],
  columns: readonly string[],
  target: string,
  targetColumns: readonly string[],
): Relationship {
  return { kind, columns, target, targetColumns, required: kind !== 'self', temporal: false };
}
