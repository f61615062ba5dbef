import { drawHalves } from '../../../evaluators/ceiling/halves.ts';
import { expectedDistinct } from '../../../evaluators/text/distinct-share.ts';
import { isFreshKind, TEXT_KINDS, type TextKind } from '../../../evaluators/text/text-columns.ts';
import { templateOf } from '../../../evaluators/text/text-template.ts';
import type { CodeColumn, ColumnTable, Dictionary } from './column-table.ts';
import { distanceFigure } from './distance-figure.ts';
import { atLeast, type Figure, near } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import { ksBeside, median, quantile, type ValueSample } from './laws.ts';
import type { Run } from './open-run.ts';
import { TARGETS } from './targets.ts';

const GROUP = '11 text';

/** Fewest rows with a text that a column needs on both sides. */
const LEAST_ROWS = 30;

/** Quantile of what halves cover that still counts as real. */
const LOW = 0.05;

/** Fewest distinct names whose shape is a law; made names cannot be like two given ones. */
const LEAST_NAMES = 5;

/** Distinct texts, lengths and templates of each text column that subjects own. */
export function textFigures(run: Run, options: FigureOptions): readonly Figure[] {
  return run.schema.tables
    .filter(({ role }) => role === 'sequence')
    .flatMap(({ name, columns }) => {
      const sides = run.table(name);
      if (sides === null) return [];
      return columns.flatMap((column) => {
        const kind = TEXT_KINDS.find((one) => one === column.kind);
        if (kind === undefined) return [];
        const [original, synthetic] = [sides.original, sides.synthetic].map((table) =>
          textsOf(table, column.name),
        );
        if (original == null || synthetic == null) return [];
        if (isFreshKind(kind) && new Set(original.codes).size < LEAST_NAMES) return [];
        const texts = { name: `${name}.${column.name}`, kind, original, synthetic };
        return columnFigures(texts, { ...options, dictionary: run.dictionary });
      });
    });
}

/** Texts of one side's column, missing ones left out. */
interface SideTexts {
  readonly subjects: number;
  readonly subject: Int32Array;
  readonly codes: Int32Array;
}

interface ColumnTexts {
  readonly name: string;
  readonly kind: TextKind;
  readonly original: SideTexts;
  readonly synthetic: SideTexts;
}

type TextOptions = FigureOptions & { readonly dictionary: Dictionary };

function textsOf(table: ColumnTable, name: string): SideTexts | null {
  const column = table.columns.get(name);
  if (column?.form !== 'codes') return null;
  const { values }: CodeColumn = column;
  const rows = Int32Array.from(values.keys()).filter((row) => (values[row] as number) >= 0);
  if (rows.length < LEAST_ROWS) return null;
  return {
    subjects: table.subjects,
    subject: rows.map((row) => table.subject[row] as number),
    codes: rows.map((row) => values[row] as number),
  };
}

function columnFigures(texts: ColumnTexts, options: TextOptions): readonly Figure[] {
  const { name, kind, original, synthetic } = texts;
  const { dictionary } = options;
  const lengthOf = remembered((code) => dictionary.textOf(code).length);
  const templates = new Map<string, number>();
  const templateCode = remembered((code) => {
    const template = templateOf(dictionary.textOf(code), kind);
    const known = templates.get(template) ?? templates.size;
    templates.set(template, known);
    return known;
  });
  const lengths = (side: SideTexts): ValueSample => ({
    ...side,
    values: Float64Array.from(side.codes, lengthOf),
  });
  const [ours, theirs] = [original, synthetic].map((side) => ({
    ...side,
    codes: side.codes.map(templateCode),
  })) as [SideTexts, SideTexts];
  return [
    distinctFigure(texts),
    distanceFigure(ksBeside(lengths(original), lengths(synthetic), options), {
      group: GROUP,
      name: `${name}: KS length`,
    }),
    ...coverageFigures(name, ours, theirs, options),
  ];
}

/** Distinct texts of the synthetic side over those of the original, at equal numbers of rows. */
function distinctFigure({ name, original, synthetic }: ColumnTexts): Figure {
  const rows = Math.min(original.codes.length, synthetic.codes.length);
  const [ours, theirs] = [original, synthetic].map(({ codes }) =>
    expectedDistinct(countsOf(codes), rows),
  ) as [number, number];
  return {
    group: GROUP,
    name: `${name}: distinct texts, ratio at equal rows`,
    value: theirs / ours,
    original: 1,
    ceiling: null,
    floor: null,
    target: near(1, TARGETS.distinctTexts),
    note: `${Math.round(ours)} and ${Math.round(theirs)} in ${rows} rows`,
  };
}

/** How many rows of one side have a template that the other side has, too. */
function coverageFigures(
  name: string,
  original: SideTexts,
  synthetic: SideTexts,
  { random, draws }: FigureOptions,
): readonly Figure[] {
  const halves = drawHalves(original.subjects, draws, random).map((mask) =>
    coverage(someOf(original, mask, 1), someOf(original, mask, 0)),
  );
  const ceiling = median(halves);
  const target = atLeast(Math.min(ceiling - TARGETS.textCoverage, quantile(halves, LOW)));
  const of = (what: string, value: number): Figure => {
    const text = `${name}: ${what}`;
    return { group: GROUP, name: text, value, ceiling, floor: null, target };
  };
  return [
    of('original rows whose template is met', coverage(original.codes, synthetic.codes)),
    of('synthetic rows of a known template', coverage(synthetic.codes, original.codes)),
  ];
}

function coverage(rows: Int32Array, among: Int32Array): number {
  const known = new Set(among);
  let met = 0;
  for (const code of rows) if (known.has(code)) met += 1;
  return met / rows.length;
}

function someOf({ subject, codes }: SideTexts, mask: Uint8Array, bit: number): Int32Array {
  return codes.filter((_, row) => mask[subject[row] as number] === bit);
}

function countsOf(codes: Int32Array): Float64Array {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Float64Array.from(counts.values());
}

function remembered(of: (code: number) => number): (code: number) => number {
  const known = new Map<number, number>();
  return (code) => {
    const value = known.get(code) ?? of(code);
    known.set(code, value);
    return value;
  };
}
