import { jointCells } from './cell-codes.ts';
import { type ColumnTable, codesOf } from './column-table.ts';
import { distanceFigure } from './distance-figure.ts';
import type { Figure } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import { type Distance, ksBeside, tvBeside, type ValueSample } from './laws.ts';
import { imagesOf } from './linked-rows.ts';
import type { Run, TableSides } from './open-run.ts';

const GROUP = '12 graph and mix';
/** Fewest rows of the original that a kind needs to be judged by itself. */
const LEAST_ROWS = 50;

/** The column that says what kind a row is of, by table. */
const KINDS: Readonly<Record<string, string>> = { events: 'event_type', flows: 'protocol' };

/** How many rows of each kind a subject has, and which processes have which events. */
export function mixFigures(run: Run, options: FigureOptions): readonly Figure[] {
  const mixes = Object.entries(KINDS).flatMap(([name, column]) => {
    const sides = run.table(name);
    return sides === null ? [] : kindFigures(sides, column, options);
  });
  return [...lengthFigures(run, options), ...mixes, ...processFigures(run, options)];
}

function lengthFigures(run: Run, options: FigureOptions): readonly Figure[] {
  return run.schema.tables
    .filter(({ role }) => role === 'sequence')
    .flatMap(({ name }) => {
      const sides = run.table(name);
      if (sides === null) return [];
      const law = (table: ColumnTable) => countsPerSubject(table, () => true);
      const distance = ksBeside(law(sides.original), law(sides.synthetic), options);
      return [distanceFigure(distance, { group: GROUP, name: `${name}: KS rows per subject` })];
    });
}

function kindFigures(
  { schema, original, synthetic }: TableSides,
  column: string,
  options: FigureOptions,
): readonly Figure[] {
  const [ours, theirs] = [codesOf(original, column), codesOf(synthetic, column)];
  const rows = new Map<number, number>();
  for (const code of ours) rows.set(code, (rows.get(code) ?? 0) + 1);
  const kinds = [...rows].filter(([code, count]) => code >= 0 && count >= LEAST_ROWS);
  if (kinds.length === 0) return [];
  const laws = kinds.map(([code, count]) => {
    const one = countsPerSubject(original, (row) => ours[row] === code);
    const other = countsPerSubject(synthetic, (row) => theirs[row] === code);
    return { count, distance: ksBeside(one, other, options) };
  });
  const named = (weighting: string) =>
    `${schema.name}: KS rows per subject by ${column}, ${weighting}`;
  return [
    distanceFigure(weighted(laws), { group: GROUP, name: named('by rows') }),
    distanceFigure(weighted(laws.map((law) => ({ ...law, count: 1 }))), {
      group: GROUP,
      name: named('all alike'),
      note: `${kinds.length} kinds`,
    }),
    distanceFigure(
      tvBeside(...jointCells(codedBy(original, [ours]), codedBy(synthetic, [theirs])), options),
      { group: GROUP, name: `${schema.name}: TVD ${column}` },
    ),
  ];
}

function processFigures(run: Run, options: FigureOptions): readonly Figure[] {
  const [events, processes] = [run.table('events'), run.table('processes')];
  if (events === null || processes === null) return [];
  const coded = (side: 'original' | 'synthetic') => {
    const tables = { events: events[side], processes: processes[side] };
    const rows = Int32Array.from({ length: tables.events.rows }, (_, row) => row);
    const images = imagesOf({ ...tables, dictionary: run.dictionary }, rows);
    return codedBy(tables.events, [codesOf(tables.events, 'event_type'), images]);
  };
  const distance = tvBeside(...jointCells(coded('original'), coded('synthetic')), options);
  return [
    distanceFigure(distance, { group: GROUP, name: 'events: TVD event type × process image' }),
  ];
}

function codedBy({ subjects, subject }: ColumnTable, columns: readonly Int32Array[]) {
  return { subjects, subject, columns };
}

interface WeightedLaw {
  readonly count: number;
  readonly distance: Distance;
}

function weighted(laws: readonly WeightedLaw[]): Distance {
  const all = laws.reduce((sum, { count }) => sum + count, 0);
  const mean = (of: keyof Distance) =>
    laws.reduce((sum, { count, distance }) => sum + count * distance[of], 0) / all;
  return {
    value: mean('value'),
    ceiling: mean('ceiling'),
    halves: mean('halves'),
    worst: mean('worst'),
  };
}

/** Rows of each subject, those without any included. */
function countsPerSubject(table: ColumnTable, counts: (row: number) => boolean): ValueSample {
  const values = new Float64Array(table.subjects);
  for (let row = 0; row < table.rows; row += 1) {
    const position = table.subject[row] as number;
    if (counts(row)) values[position] = (values[position] as number) + 1;
  }
  return { subjects: table.subjects, subject: Int32Array.from(values.keys()), values };
}
