import { degreeBin } from '../../../evaluators/links/degree-bins.ts';
import { jointCells } from './cell-codes.ts';
import { distanceFigure } from './distance-figure.ts';
import { type Figure, near } from './figure.ts';
import type { FigureOptions } from './figure-options.ts';
import { type CellSample, tvBeside, tvDistance } from './laws.ts';
import { type LinkedRows, type LinkTables, linkedRows } from './linked-rows.ts';
import type { Run } from './open-run.ts';
import { addSums, emptySums, figureOfSums } from './subject-sums.ts';
import { TARGETS } from './targets.ts';

const GROUP = '3 links';

type Column = 'image' | 'port' | 'protocol' | 'lag';

interface JointLaw {
  readonly name: string;
  readonly columns: readonly Column[];
  /** True where the columns come from both ends, so that wrong links show. */
  readonly crosses: boolean;
}

const LAWS: readonly JointLaw[] = [
  { name: 'lag', columns: ['lag'], crosses: false },
  { name: 'image × flow port × protocol', columns: ['image', 'port', 'protocol'], crosses: true },
  { name: 'image × lag', columns: ['image', 'lag'], crosses: true },
];

/** Laws of the links of both ends; none where the run has no links. */
export function linkFigures(run: Run, options: FigureOptions): readonly Figure[] {
  const sides = linkTables(run);
  if (sides === null) return [];
  const original = linkedRows(sides.original, run.dictionary);
  const synthetic = linkedRows(sides.synthetic, run.dictionary);
  return [
    ...LAWS.map((law) => jointFigure(law, { original, synthetic }, options)),
    rateFigure('events of kind 3 linked', original.eventDegrees, synthetic.eventDegrees, options),
    rateFigure('flows linked', original.flowDegrees, synthetic.flowDegrees, options),
    fanOutFigure('TVD links per event', original.eventDegrees, synthetic.eventDegrees, options),
    fanOutFigure('TVD links per flow', original.flowDegrees, synthetic.flowDegrees, options),
  ];
}

type BothSides<T> = Readonly<Record<'original' | 'synthetic', T>>;

function linkTables(run: Run): BothSides<LinkTables> | null {
  const [links, events, flows] = ['links', 'events', 'flows'].map((name) => run.table(name));
  if (links == null || events == null || flows == null) return null;
  const processes = run.table('processes');
  const side = (of: 'original' | 'synthetic'): LinkTables => ({
    links: links[of],
    events: events[of],
    flows: flows[of],
    processes: processes === null ? null : processes[of],
  });
  return { original: side('original'), synthetic: side('synthetic') };
}

function jointFigure(
  { name, columns, crosses }: JointLaw,
  sides: BothSides<LinkedRows>,
  options: FigureOptions,
): Figure {
  const coded = (rows: LinkedRows) => ({ ...rows, columns: columns.map((one) => rows[one]) });
  const [one, other] = jointCells(coded(sides.original), coded(sides.synthetic));
  const floor = crosses ? shuffledDistance(sides.original, columns, options) : null;
  const distance = tvBeside(one, other, options);
  return distanceFigure(distance, { group: GROUP, name: `TVD ${name}`, floor });
}

/** What real rows give whose links are dealt anew: images stay, the rest moves along together. */
function shuffledDistance(
  rows: LinkedRows,
  columns: readonly Column[],
  { random }: FigureOptions,
): number {
  const order = random.split('shuffled').shuffle([...rows.subject.keys()]);
  const dealt = columns.map((one) =>
    one === 'image' ? rows[one] : Int32Array.from(order, (row) => rows[one][row] as number),
  );
  const real = { ...rows, columns: columns.map((one) => rows[one]) };
  const [one, other] = jointCells(real, { ...rows, columns: dealt });
  return tvDistance(countsOf(one), countsOf(other));
}

function countsOf({ cells }: CellSample): Float64Array {
  const counts = new Float64Array(cells.reduce((most, cell) => Math.max(most, cell), 0) + 1);
  for (const cell of cells) counts[cell] = (counts[cell] as number) + 1;
  return counts;
}

function rateFigure(
  name: string,
  original: CellSample,
  synthetic: CellSample,
  options: FigureOptions,
): Figure {
  const sumsOf = ({ subjects, subject, cells }: CellSample) => {
    const sums = emptySums(subjects, 2);
    for (const [at, links] of cells.entries())
      addSums(sums, subject[at] as number, [1, +(links > 0)]);
    return sums;
  };
  const rate = ([rows = 0, linked = 0]: Float64Array) => linked / rows;
  const sides = { original: sumsOf(original), synthetic: sumsOf(synthetic) };
  const { spread, worst, ...of } = figureOfSums(sides, rate, options);
  const target = near(of.original, Math.max(TARGETS.linkRate, worst));
  const note = `gap ${(of.synthetic - of.original).toFixed(3)}`;
  return {
    group: GROUP,
    name,
    value: of.synthetic,
    original: of.original,
    ceiling: spread,
    floor: null,
    target,
    note,
  };
}

function fanOutFigure(
  name: string,
  original: CellSample,
  synthetic: CellSample,
  options: FigureOptions,
): Figure {
  const binned = (sample: CellSample) => ({ ...sample, cells: sample.cells.map(degreeBin) });
  return distanceFigure(tvBeside(binned(original), binned(synthetic), options), {
    group: GROUP,
    name,
  });
}
