import type { Random } from '../../engine/core/random.ts';
import { withCompanions } from '../ceiling/companions.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import { aggregateFrame } from './aggregate-frame.ts';
import { type Chosen, wholeOf } from './comparison.ts';
import type { FlatTable } from './flat-sample.ts';
import type { RelationSides } from './relation-sides.ts';
import {
  type FoldUnit,
  type OwnedRows,
  type TwoSampleResult,
  twoSampleTest,
} from './two-sample-test.ts';

/** Most rows of a side, and of one of its subjects, that the classifier sees. */
export const MOST_ROWS = 1_000;
export const MOST_ROWS_A_SUBJECT = 40;

/** Most rows of a side behind a floor, which needs no precision. */
const FLOOR_ROWS = 300;

/** Disjoint halves behind the ceiling of a detection. */
export const DETECTION_HALVES = 2;

/** How well a parent table's rows, with what hangs on them, are told apart. */
export interface Detection {
  readonly table: string;
  readonly result: Judged<TwoSampleResult>;
  /** With each row held out by itself, as the reference does. */
  readonly byRows: Judged<TwoSampleResult>;
  readonly score: Judged<Score>;
}

/** Tests every table that has children, both ends of the link among them. */
export function detectAggregates(
  sides: RelationSides,
  { links, random }: { readonly links: ReadonlySet<string>; readonly random: Random },
): readonly Detection[] {
  const parents = new Set(sides.original.relations.map(({ parent }) => parent));
  return [...parents].map((table) => detect(table, sides, { links, random: random.split(table) }));
}

interface DetectOptions {
  readonly links: ReadonlySet<string>;
  readonly random: Random;
}

function detect(table: string, sides: RelationSides, options: DetectOptions): Detection {
  const { original, synthetic, naive } = sides;
  const draw = drawer(table, options);
  const test = (rows: DrawnSides, by: FoldUnit = 'subjects') =>
    judged(() => twoSampleTest(rows, by, options.random.split('test')));
  const whole = draw([wholeOf(original), wholeOf(synthetic)], 'whole');
  const result = test(whole);
  const byRows = isOneEach(whole) ? result : test(whole, 'rows');
  if (!result.ok) return { table, result, byRows, score: result };
  // NOTE: not brought to the sides' sizes: as many rows of halves are told apart by as much.
  const ceiling = sides.halves.slice(0, DETECTION_HALVES).flatMap((mask, at) => {
    const [one, other] = [1, 0].map((half) => ({ side: original, mask, half })) as [Chosen, Chosen];
    const drawn = test(draw([one, other], `half ${at}`));
    return drawn.ok ? [drawn.value.accuracy] : [];
  });
  const floor = test(draw([wholeOf(original), wholeOf(naive.shuffled)], 'naive', FLOOR_ROWS));
  const score = withCompanions(result.value.accuracy, {
    ceiling,
    floor: floor.ok ? floor.value.accuracy : null,
  });
  const breakdown = breakdownOf(result.value, byRows);
  return { table, result, byRows, score: { ok: true, value: { ...score, breakdown } } };
}

function breakdownOf(
  { auc, error, pDetected, pCopied }: TwoSampleResult,
  byRows: Judged<TwoSampleResult>,
): Readonly<Record<string, number>> {
  const rows = byRows.ok ? { accuracyByRows: byRows.value.accuracy } : {};
  return { auc, standardError: error, pDetected, pCopied, ...rows };
}

/** True where no subject has two rows, so that both ways hold out the same. */
function isOneEach(sides: DrawnSides): boolean {
  return sides.every(({ subject }) => new Set(subject).size === subject.length);
}

type DrawnSides = readonly [OwnedRows, OwnedRows];

/** Draws as many rows of both sides. */
function drawer(table: string, { links, random }: DetectOptions) {
  return (chosen: readonly [Chosen, Chosen], step: string, most = MOST_ROWS): DrawnSides => {
    const drawn = chosen.map((side, at) => drawRows(side, table, random.split(step, at)));
    const count = Math.min(most, ...drawn.map(({ length }) => length));
    return chosen.map(({ side }, at): OwnedRows => {
      const rows = Int32Array.from((drawn[at] ?? []).slice(0, count));
      const subject = side.tables.get(table)?.subject ?? new Int32Array(0);
      const frame = aggregateFrame(side, { table, rows, spreadOf: links });
      return { frame, subject: rows.map((row) => subject[row] as number) };
    }) as [OwnedRows, OwnedRows];
  };
}

/** Rows of subjects at random until there are enough, in random order. */
function drawRows({ side, mask, half }: Chosen, name: string, random: Random): number[] {
  const table = side.tables.get(name);
  const rows = table === undefined ? [] : rowsBySubject(table, side.subjects);
  const order = [...Array(side.subjects).keys()].filter((at) => mask === null || mask[at] === half);
  const drawn: number[] = [];
  const own = random.split('own');
  for (const position of random.split('subjects').shuffle(order)) {
    if (drawn.length >= MOST_ROWS) break;
    drawn.push(...own.shuffle(rows[position] ?? []).slice(0, MOST_ROWS_A_SUBJECT));
  }
  return random.split('order').shuffle(drawn).slice(0, MOST_ROWS);
}

function rowsBySubject({ subject }: FlatTable, subjects: number): number[][] {
  const rows = Array.from({ length: subjects }, (): number[] => []);
  for (const [row, position] of subject.entries()) rows[position]?.push(row);
  return rows;
}
