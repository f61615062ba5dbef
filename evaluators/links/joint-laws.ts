import type { Random } from '../../engine/core/random.ts';
import { accuracyOf, conditionalLikeness } from '../ceiling/cell-likeness.ts';
import type { CellLaw } from '../ceiling/score-cells.ts';
import { LAG_BINS, lagBin } from '../sequences/lag-bins.ts';
import { DEGREE_BINS, degreeBin } from './degree-bins.ts';
import { type CodedLinkColumn, type CodedLinks, jointCells, type LinkSides } from './link-codes.ts';
import type { LinkRows } from './link-rows.ts';

const MOST_TRIPLES = 200;
const MOST_CONDITIONS = 100;

/** Lag bins, and one for links without a lag. */
const LAG_CODES = LAG_BINS + 1;

/** Cramér's V from which on the original ties two columns. */
const LEAST_TIE = 0.3;

/** A pair of columns across the links. */
export interface CrossPair {
  readonly event: CodedLinkColumn;
  readonly flow: CodedLinkColumn;
}

/** Every column of the event end and its parents with every column of the flow end. */
export function crossPairs({ columns }: CodedLinks): readonly CrossPair[] {
  const flows = columns.filter(({ side }) => side === 'flow');
  const events = columns.filter(({ side }) => side !== 'flow');
  return events.flatMap((event) => flows.map((flow) => ({ event, flow })));
}

/** Accuracy of each pair's joint distribution. */
export function* pairLaws(links: CodedLinks): Generator<CellLaw> {
  for (const { event, flow } of crossPairs(links)) {
    yield jointLaw(links, [event, flow]);
  }
}

/** Accuracy of a parent's column, an event's and a flow's together; at most 200, drawn. */
export function* tripleLaws(links: CodedLinks, random: Random): Generator<CellLaw> {
  const parents = links.columns.filter(({ side }) => side === 'parent');
  const pairs = crossPairs(links).filter(({ event }) => event.side === 'event');
  const triples = parents.flatMap((parent) =>
    pairs.map(({ event, flow }) => [parent, event, flow]),
  );
  const kept =
    triples.length <= MOST_TRIPLES ? triples : random.shuffle(triples).slice(0, MOST_TRIPLES);
  for (const triple of kept) yield jointLaw(links, triple);
}

/** A column and the category of the other end that it is looked at by. */
export interface TiedPair {
  readonly given: CodedLinkColumn;
  readonly target: CodedLinkColumn;
}

/** The pairs across the links that the original ties, given a category; the closest tie first. */
export function tiedPairs(links: CodedLinks): readonly TiedPair[] {
  return crossPairs(links)
    .flatMap(({ event, flow }) => {
      const tie = cramersV({ event, flow });
      return [
        { given: event, target: flow, tie },
        { given: flow, target: event, tie },
      ];
    })
    .filter(({ given, tie }) => given.isCategory && tie > LEAST_TIE)
    .sort((one, other) => other.tie - one.tie)
    .slice(0, MOST_CONDITIONS);
}

/** Accuracy of a column given a category of the other end (or of its parents). */
export function* conditionalLaws(links: CodedLinks): Generator<CellLaw> {
  for (const { given, target } of tiedPairs(links)) {
    yield {
      name: `${target.name} given ${given.name}`,
      ...jointCells(links, [given, target], [given.size, target.size]),
      likeness: conditionalLikeness(target.size),
    };
  }
}

/** Accuracy over (links of the event, links of the flow), a pair of degree bins a link. */
export function assortativityLaw(links: CodedLinks): CellLaw {
  const bins = (degrees: (rows: LinkRows) => Int32Array) =>
    onSides(links.rows, (rows) => degrees(rows).map(degreeBin));
  const ends = [bins((rows) => rows.eventDegrees), bins((rows) => rows.flowDegrees)];
  return {
    name: 'degrees of both ends',
    ...jointCells(links, ends, [DEGREE_BINS, DEGREE_BINS]),
    likeness: accuracyOf,
  };
}

/** Accuracy over the lag bins. */
export function lagLaw(links: CodedLinks): CellLaw {
  const lags = onSides(links.rows, lagBins);
  return { name: 'lag', ...jointCells(links, [lags], [LAG_CODES]), likeness: accuracyOf };
}

/** Accuracy of the lag given a category of either end or of a parent. */
export function* lagGivenLaws(links: CodedLinks): Generator<CellLaw> {
  const lags = onSides(links.rows, lagBins);
  for (const column of links.columns.filter(({ isCategory }) => isCategory)) {
    yield {
      name: `lag given ${column.name}`,
      ...jointCells(links, [column, lags], [column.size, LAG_CODES]),
      likeness: conditionalLikeness(LAG_CODES),
    };
  }
}

function jointLaw(links: CodedLinks, columns: readonly CodedLinkColumn[]): CellLaw {
  const cells = jointCells(
    links,
    columns,
    columns.map(({ size }) => size),
  );
  const name = columns.map((column) => column.name).join(' × ');
  return { name, ...cells, likeness: accuracyOf };
}

/** A lag that a missing time leaves open has a bin of its own, the last. */
function lagBins({ lagsMs }: LinkRows): Int32Array {
  return Int32Array.from(lagsMs, (lag) => (Number.isNaN(lag) ? LAG_BINS : lagBin(lag)));
}

function onSides<T, U>(sides: LinkSides<T>, of: (side: T) => U): LinkSides<U> {
  return {
    original: of(sides.original),
    synthetic: of(sides.synthetic),
    naive: of(sides.naive),
  };
}

/** Cramér's V of the original's table of a pair, in [0, 1]; 0 where a column does not vary. */
function cramersV({ event, flow }: CrossPair): number {
  const rows = event.original.length;
  const table = new Float64Array(event.size * flow.size);
  const [ours, theirs] = [new Float64Array(event.size), new Float64Array(flow.size)];
  for (let row = 0; row < rows; row += 1) {
    const [a, b] = [event.original[row] as number, flow.original[row] as number];
    table[a * flow.size + b] = (table[a * flow.size + b] as number) + 1;
    ours[a] = (ours[a] as number) + 1;
    theirs[b] = (theirs[b] as number) + 1;
  }
  let sum = 0;
  for (let cell = 0; cell < table.length; cell += 1) {
    const expected =
      (ours[Math.floor(cell / flow.size)] as number) * (theirs[cell % flow.size] as number);
    if (expected > 0) sum += (table[cell] as number) ** 2 / expected;
  }
  const used = (counts: Float64Array) => counts.filter((count) => count > 0).length;
  const least = Math.min(used(ours), used(theirs)) - 1;
  return least < 1 ? 0 : Math.sqrt(Math.max(0, sum - 1) / least);
}
