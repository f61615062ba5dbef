import type { Random } from '../../../engine/core/random.ts';
import type { Row, Value } from '../../../engine/core/row.ts';
import type { TableSchema } from '../../../engine/schema/table-schema.ts';
import { ownAddresses } from '../../../evaluators/columns/judged-columns.ts';
import { meanOf } from '../../../evaluators/metric.ts';
import { subjectTableOf } from '../../../evaluators/relations/subject-walk.ts';
import { describeTable } from '../../../evaluators/report/describe-table.ts';
import {
  createTableSampler,
  type TableSample,
} from '../../../evaluators/sequences/table-sample.ts';
import { type ColumnTable, type Dictionary, subjectRuns } from './column-table.ts';
import type { Json, Run, TableSides } from './open-run.ts';

/** Sequences whose every row is looked at, as in a run's own report. */
const MOST_SEQUENCES = 5000;
const K = 5;

type Part = 'training' | 'holdout' | 'synthetic';

/**
 * Accuracy of each table and of all, in the form of report.json: for runs without a report.
 *
 * Which row stands for a subject is drawn anew, so figures differ from a report's by about .001.
 */
export function judgeAccuracy(run: Run, random: Random): Json {
  const tables = run.schema.tables
    .filter(({ role }) => role === 'subject' || role === 'sequence')
    .flatMap(({ name }) => {
      const sides = run.table(name);
      if (sides === null) return [];
      const own = random.split(name);
      const sample = (part: Part) => sampleOf({ run, sides, part, random: own.split(part) });
      const parts = {
        training: sample('training'),
        holdout: sample('holdout'),
        synthetic: sample('synthetic'),
      };
      return [describeTable(parts, own.split('judge'), K).report];
    });
  const mean = (part: 'accuracy' | 'max' | 'ceiling') => {
    const values = tables.map((table) => table[part].overall).filter((value) => value !== null);
    return values.length === 0 ? null : meanOf(values, part);
  };
  return {
    tables: Object.fromEntries(tables.map((table) => [table.name, table])),
    overall: { accuracy: mean('accuracy'), max: mean('max'), ceiling: mean('ceiling') },
  };
}

interface SampledPart {
  readonly run: Run;
  readonly sides: TableSides;
  readonly part: Part;
  readonly random: Random;
}

function sampleOf({ run, sides, part, random }: SampledPart): TableSample {
  const root = subjectTableOf(run.schema);
  const subjects = run.table(root.name);
  const side = part === 'synthetic' ? 'synthetic' : 'original';
  const [table, owners] = [sides[side], subjects?.[side]];
  const sampler = createTableSampler(sides.schema, { schema: run.schema, random });
  if (owners === undefined) return sampler.sample();
  const isIn = (position: number) =>
    part === 'synthetic' || position < run.trainingSubjects === (part === 'training');
  const rowOf = rowReader(sides.schema, table, run.dictionary);
  const ownerOf = rowReader(root, owners, run.dictionary);
  const ownerRows = new Map([...subjectRuns(owners)].map(({ position, from }) => [position, from]));
  const runs = [...subjectRuns(table)].filter(({ position }) => isIn(position));
  const kept = new Set(
    random
      .split('kept')
      .shuffle([...runs.keys()])
      .slice(0, MOST_SEQUENCES),
  );
  for (const [at, { position, from, to }] of runs.entries()) {
    const row = ownerOf(ownerRows.get(position) ?? 0);
    const rows = Array.from({ length: to - from }, (_, offset) => rowOf(from + offset));
    const subject = { key: position, row, tables: new Map([[table.name, rows]]) };
    sampler.add(subject, ownAddresses(root, row), kept.has(at));
  }
  return sampler.sample();
}

/** Reads rows in the order of the schema's columns. */
function rowReader(
  schema: TableSchema,
  table: ColumnTable,
  dictionary: Dictionary,
): (row: number) => Row {
  const texts = new Map<number, Value>();
  const textOf = (code: number, isBoolean: boolean): Value => {
    if (code < 0) return null;
    const known = texts.get(code);
    if (known !== undefined) return isBoolean ? known === 'true' : known;
    const text = dictionary.textOf(code);
    texts.set(code, text);
    return isBoolean ? text === 'true' : text;
  };
  const cells = schema.columns.map(({ name, kind }) => {
    const column = table.columns.get(name);
    if (column === undefined) return () => null;
    const { form, values } = column;
    return (row: number): Value => {
      const value = values[row] as number;
      if (form === 'codes') return textOf(value, kind === 'boolean');
      return Number.isNaN(value) ? null : value;
    };
  });
  return (row) => cells.map((cell) => cell(row));
}
