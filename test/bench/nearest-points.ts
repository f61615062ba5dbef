/**
 * `npx tsx test/bench/nearest-points.ts [ROWS] [DIMENSIONS]`: processor seconds to find the two nearest of
 * ROWS points among as many, by the tree and by comparing all with all.
 *
 * `even`: independent numbers, the worst case; `mixed`: few hidden numbers behind all dimensions, as
 * in tables; `labels`: few distinct values a column, so that most rows repeat. Rows are of length 1.
 */
import { createRandom, type Random } from '../../engine/core/random.ts';
import { nearestTwo } from '../../evaluators/distances/nearest-points.ts';
import type { Points } from '../../evaluators/distances/points.ts';

const ROWS = Number(process.argv[2] ?? 10_000);
const DIMENSIONS = Number(process.argv[3] ?? 45);
const HIDDEN = 8;

type Cells = (random: Random) => () => readonly number[];

const LAWS: Readonly<Record<string, Cells>> = {
  even: (random) => () => Array.from({ length: DIMENSIONS }, () => random.next() - 0.5),
  mixed: (random) => {
    const weights = Array.from({ length: DIMENSIONS * HIDDEN }, () => random.normal());
    return () => {
      const hidden = Array.from({ length: HIDDEN }, () => random.normal());
      return Array.from({ length: DIMENSIONS }, (_, at) =>
        hidden.reduce(
          (sum, one, from) => sum + one * (weights[at * HIDDEN + from] ?? 0),
          0.3 * random.normal(),
        ),
      );
    };
  },
  labels: (random) => () =>
    Array.from({ length: DIMENSIONS }, (_, at) =>
      random.next() ** (2 + (at % 3)) < 0.3 ? -0.5 : 0.5,
    ),
};

for (const [name, law] of Object.entries(LAWS)) {
  const random = createRandom(1, name);
  const draw = law(random);
  const [queries, among] = [pointsOf(draw), pointsOf(draw)];
  const seconds = clock(() => nearestTwo(queries, among));
  const brute = clock(() => compareAll(queries, among));
  console.log(`${name}: tree ${seconds.toFixed(2)} s, all with all ${brute.toFixed(2)} s`);
}

function pointsOf(draw: () => readonly number[]): Points {
  const values = new Float32Array(ROWS * DIMENSIONS);
  for (let row = 0; row < ROWS; row += 1) {
    const cells = draw();
    values.set(
      cells.map((cell) => cell / Math.hypot(...cells)),
      row * DIMENSIONS,
    );
  }
  return { rows: ROWS, dimensions: DIMENSIONS, values };
}

function compareAll(queries: Points, among: Points): number {
  let total = 0;
  for (let query = 0; query < queries.rows; query += 1) {
    let [first, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let row = 0; row < among.rows; row += 1) {
      let sum = 0;
      for (let at = 0; at < DIMENSIONS; at += 1) {
        const gap =
          (queries.values[query * DIMENSIONS + at] as number) -
          (among.values[row * DIMENSIONS + at] as number);
        sum += gap * gap;
      }
      if (sum < first) [first, second] = [sum, first];
      else if (sum < second) second = sum;
    }
    total += first + second;
  }
  return total;
}

/** Seconds of this process's processor time. */
function clock(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
