import type { Row, Value } from '../../../../engine/core/row.ts';
import { tableNamed } from '../../../../engine/schema/database-schema.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import {
  concatSamples,
  type Sides,
  type SubjectSample,
} from '../../../../evaluators/relations/subject-sample.ts';

const schema = telemetrySchema({ events: true, flows: false });

type Cells = Readonly<Record<string, Value>>;

/** What a host holds, by columns; others are missing. */
export interface HostRows {
  readonly processes: readonly Cells[];
  readonly events: readonly Cells[];
}

/** A sample of hosts of the shipped schema. */
export function telemetrySample(hosts: readonly HostRows[]): SubjectSample {
  const subjects = hosts.map(({ processes, events }, at) => ({
    key: at,
    row: rowOf('subjects', { subject_key: at, kind: 'host' }),
    tables: new Map([
      ['processes', processes.map((cells) => rowOf('processes', { subject_key: at, ...cells }))],
      ['events', events.map((cells) => rowOf('events', { subject_key: at, ...cells }))],
    ]),
  }));
  return { schema, subjects, share: 1 };
}

/** Sides of the given parts. */
export function sidesOf(
  training: SubjectSample,
  holdout: SubjectSample,
  synthetic: SubjectSample,
): Sides {
  return { training, holdout, original: concatSamples(training, holdout), synthetic };
}

function rowOf(table: string, cells: Cells): Row {
  return tableNamed(schema, table).columns.map(({ name }) => cells[name] ?? null);
}
