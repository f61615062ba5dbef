import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Score } from '../metric.ts';
import type { Sides, SubjectSample } from '../relations/subject-sample.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';
import { withJudgedCompanions } from './companions.ts';
import { shuffledHalves } from './halves.ts';
import type { NaiveSample } from './naive-samples.ts';
import { halfSizes, likenessAtSizes } from './size-correction.ts';

/** Disjoint halves behind the ceiling of a law that is counted. */
export const COUNTED_DRAWS = 200;

/** A law whose counts are sums over subjects, so that many halves cost little. */
export interface CountedLaw {
  readonly name: string;
  /** Adds what a subject holds: a named cell and how often (1 if not given). */
  tally(subject: SubjectRows, add: (cell: string, weight?: number) => void): void;
  /** Likeness of two count vectors over the same cells, 1 where they are alike. */
  likeness(one: Float64Array, other: Float64Array): number;
}

/** How the companions of a counted law are drawn. */
export interface CountOptions {
  readonly random: Random;
  readonly naive: NaiveSample | null;
  readonly draws?: number;
}

/**
 * Scores a counted law, with 200 disjoint halves of the original's subjects behind the ceiling.
 *
 * Costs one pass over each side and, per draw, one over the original's distinct cells by subject.
 *
 * @throws IncomputableMetricError if a side has nothing to count
 */
export function scoreCounts(law: CountedLaw, sides: Sides, options: CountOptions): Score {
  const { random, naive, draws = COUNTED_DRAWS } = options;
  const cells = new Map<string, number>();
  const original = countSubjects(law, sides.original, cells);
  const synthetic = countSubjects(law, sides.synthetic, cells);
  const dealt =
    naive === null ? null : countSubjects(law, naive(sides.original, random.split('naive')), cells);
  refuseEmpty(law, original, synthetic);
  const compare = (one: Float64Array, other: Float64Array) => law.likeness(one, other);
  const whole = original.sum(cells.size);
  const value = compare(whole, synthetic.sum(cells.size));
  const wanted = { original: original.subjects, synthetic: synthetic.subjects };
  const order = [...Array(original.subjects).keys()];
  const halves = halfSizes(original.subjects);
  const drawn = (draw: number) => {
    const [one, other] = shuffledHalves(order, random.split('halves', draw)).map((half) =>
      original.sum(cells.size, half),
    ) as [Float64Array, Float64Array];
    return likenessAtSizes(compare(one, other), { halves, wanted });
  };
  return withJudgedCompanions(value, {
    ceiling: () => Array.from({ length: draws }, (_, draw) => drawn(draw)),
    floor: dealt && (() => compare(whole, dealt.sum(cells.size))),
  });
}

interface SubjectCounts {
  readonly subjects: number;
  /** Dense counts over the given subjects, all if none are named. */
  sum(cells: number, positions?: readonly number[]): Float64Array;
}

function countSubjects(
  law: CountedLaw,
  sample: SubjectSample,
  cells: Map<string, number>,
): SubjectCounts {
  const held = sample.subjects.map((subject) => {
    const counts = new Map<number, number>();
    law.tally(subject, (cell, weight = 1) => {
      const code = cells.get(cell) ?? cells.size;
      if (code === cells.size) cells.set(cell, code);
      counts.set(code, (counts.get(code) ?? 0) + weight);
    });
    return { codes: Int32Array.from(counts.keys()), weights: Float64Array.from(counts.values()) };
  });
  const sum = (size: number, positions: Iterable<number> = held.keys()) => {
    const dense = new Float64Array(size);
    for (const position of positions) {
      const { codes, weights } = held[position] as (typeof held)[number];
      for (let at = 0; at < codes.length; at += 1) {
        dense[codes[at] as number] =
          (dense[codes[at] as number] as number) + (weights[at] as number);
      }
    }
    return dense;
  };
  return { subjects: held.length, sum };
}

function refuseEmpty(law: CountedLaw, original: SubjectCounts, synthetic: SubjectCounts): void {
  for (const [side, counts] of [
    ['original', original],
    ['synthetic', synthetic],
  ] as const) {
    if (counts.subjects > 1) continue;
    throw new IncomputableMetricError(
      `${law.name}: too few ${side} subjects: ${counts.subjects}; give at least 2`,
      { side },
    );
  }
}
