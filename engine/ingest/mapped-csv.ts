import type { SourceKind, TimeUnit } from '../core/capture-format.ts';
import { DataError, ScenarioError } from '../core/errors.ts';
import { RowDefect } from './bad-row.ts';
import { type CsvParser, checkWidth } from './csv-reader.ts';
import { FIELD_READERS, type FieldReader, REQUIRED_FIELDS, TIME_FIELDS } from './mapped-field.ts';
import { hasPorts, isIcmp } from './protocol-name.ts';
import type { ReaderContext } from './reader-context.ts';
import type { FlowRecord, RecordOf } from './records.ts';

/** A mapped field and where the file has it. */
interface MappedField {
  readonly name: string;
  readonly read: FieldReader;
  readonly place: number;
}

/**
 * Opens a parser for a plain CSV whose columns the scenario names.
 *
 * An empty cell and `-` are missing. Flows may give `end_us` in place of a duration; it is the time
 * of the last packet, in the unit of the start.
 *
 * @throws ScenarioError if the map names no field of ours or misses a required one
 * @throws (on the first record) DataError if the header lacks a mapped column
 */
export function createMappedParser<K extends SourceKind>(
  kind: K,
  context: ReaderContext,
): CsvParser<RecordOf[K]> {
  checkMap(kind, context);
  let fields: readonly MappedField[] | null = null;
  let width: number | null = null;
  return {
    get width() {
      return width;
    },
    parse: (cells) => {
      if (fields === null || width === null) {
        fields = mapHeader(kind, context, cells);
        width = cells.length;
        return null;
      }
      checkWidth(cells, width);
      return recordOf(kind, fields, { cells, unit: context.timeUnit });
    },
  };
}

function checkMap(kind: SourceKind, { file, columns }: ReaderContext): void {
  const readers = FIELD_READERS[kind];
  const known = Object.keys(readers);
  const unknown = Object.keys(columns).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ScenarioError(
      `${file}: columns: no field of ${kind}: ${unknown}; use ${known.join(', ')}`,
      { file, field: unknown },
    );
  }
  const missing = REQUIRED_FIELDS[kind].find((name) => !Object.hasOwn(columns, name));
  if (missing === undefined) return;
  throw new ScenarioError(
    `${file}: columns: ${kind} need a column for ${missing}: none is named; add ${missing}: HEADER`,
    { file, field: missing },
  );
}

function mapHeader(
  kind: SourceKind,
  { file, columns }: ReaderContext,
  header: readonly string[],
): readonly MappedField[] {
  const names = header.map((name) => name.trim());
  return Object.entries(columns).map(([name, column]) => {
    const place = names.indexOf(column);
    if (place >= 0) return { name, read: FIELD_READERS[kind][name] as FieldReader, place };
    throw new DataError(
      `${file}: header has no such column: ${column}; it has ${names.slice(0, 40).join(', ')}`,
      { file, column },
    );
  });
}

interface RawRecord {
  readonly cells: readonly string[];
  readonly unit: TimeUnit;
}

function recordOf<K extends SourceKind>(
  kind: K,
  fields: readonly MappedField[],
  { cells, unit }: RawRecord,
): RecordOf[K] {
  const record: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(FIELD_READERS[kind])) record[name] = null;
  const timeField = TIME_FIELDS[kind];
  for (const { name, read, place } of fields) {
    const text = cells[place] as string;
    const missing = text === '' || text === '-';
    record[name] = missing ? null : read(name, text, unit);
    if (name === timeField && !missing) record.raw_time ??= text;
  }
  const missing = REQUIRED_FIELDS[kind].find((name) => record[name] === null);
  if (missing !== undefined) throw new RowDefect(`${missing}: is missing`);
  if (kind === 'dns') record.answers ??= '';
  const { end_us: end, ...rest } = record;
  return (kind === 'flows' ? completeFlow(rest, end) : rest) as unknown as RecordOf[K];
}

/** Takes the duration from the end, and the ports from protocols that have none. */
function completeFlow(record: Record<string, unknown>, end: unknown): FlowRecord {
  const flow = record as unknown as FlowRecord;
  const numbered = hasPorts(flow.protocol) || isIcmp(flow.protocol);
  const ports = numbered ? {} : { src_port: null, dst_port: null };
  if (typeof end !== 'number' || flow.duration_us !== null) return { ...flow, ...ports };
  if (end < flow.start_us) throw new RowDefect(`end_us: lies before the start: ${end}`);
  return { ...flow, ...ports, duration_us: end - flow.start_us };
}
