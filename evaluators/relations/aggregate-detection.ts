import type { Random } from '../../engine/core/random.ts';
import { withCompanions } from '../ceiling/score-samples.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import { aggregateFrame } from './aggregate-frame.ts';
import { type Chosen, wholeOf } from './comparison.ts';
import type { FlatTable } from './flat-sample.ts';
import type { RelationSides } from './relation-sides.ts';
import { type TwoSampleResult, twoSampleTest } from './two-sample-test.ts';

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
  const test = (one: Chosen, other: Chosen, step: string, most = MOST_ROWS) =>
    compareSides(table, [one, other], { ...options, most, random: options.random.split(step) });
  const result = judged(() => test(wholeOf(original), wholeOf(synthetic), 'value'));
  if (!result.ok) return { table, result, score: result };
  // NOTE: not brought to the sides' sizes: as many rows of halves are told apart by as much.
  const ceiling = sides.halves.slice(0, DETECTION_HALVES).flatMap((mask, draw) => {
    const [one, other] = [0, 1].map((half) => ({ side: original, mask, half })) as [Chosen, Chosen];
    const drawn = judged(() => test(one, other, `half ${draw}`).accuracy);
    return drawn.ok ? [drawn.value] : [];
  });
  const floor = judged(
    () => test(wholeOf(original), wholeOf(naive.shuffled), 'naive', FLOOR_ROWS).accuracy,
  );
  const { accuracy, error, auc, pDetected, pCopied } = result.value;
  const score = withCompanions(accuracy, { ceiling, floor: floor.ok ? floor.value : null });
  const breakdown = { auc, standardError: error, pDetected, pCopied };
  return { table, result, score: { ok: true, value: { ...score, breakdown } } };
}

function compareSides(
  table: string,
  chosen: readonly [Chosen, Chosen],
  { links, random, most }: DetectOptions & { readonly most: number },
): TwoSampleResult {
  const [one, other] = chosen.map((side, at) =>
    drawRows(side, table, random.split('rows', at)),
  ) as [number[], number[]];
  const count = Math.min(most, one.length, other.length);
  const [first, second] = [one, other].map((rows, at) =>
    aggregateFrame((chosen[at] as Chosen).side, {
      table,
      rows: Int32Array.from(rows.slice(0, count)),
      spreadOf: links,
    }),
  ) as [ReturnType<typeof aggregateFrame>, ReturnType<typeof aggregateFrame>];
  return twoSampleTest(first, second, random.split('test'));
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
