import type { Random } from '../../engine/core/random.ts';
import type { ColumnRole } from '../columns/frame.ts';

const MOST_TRIPLES = 10_000;

/** What tells columns of a frame apart. */
export interface RoledColumn {
  readonly name: string;
  readonly role: ColumnRole;
}

/** The sets of columns whose joint distributions accuracy compares. */
export interface ColumnSets<Column> {
  readonly univariate: readonly (readonly Column[])[];
  /** Target with target, and target with context. */
  readonly bivariate: readonly (readonly Column[])[];
  /** A column with itself in the next row; the first part of coherence. */
  readonly next: readonly (readonly Column[])[];
  /** All triples of targets, or 10,000 drawn ones where there are more. */
  readonly trivariate: readonly (readonly Column[])[];
}

/** The sets of a frame's columns, targets by name. */
export function columnSets<Column extends RoledColumn>(
  columns: readonly Column[],
  random: Random,
): ColumnSets<Column> {
  const targets = columns
    .filter(({ role }) => role === 'target')
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    univariate: targets.map((column) => [column]),
    bivariate: pairsOf(targets, columns),
    next: nextPairsOf(targets, columns),
    trivariate: triplesOf(targets, random),
  };
}

function pairsOf<Column extends RoledColumn>(
  targets: readonly Column[],
  columns: readonly Column[],
): readonly (readonly Column[])[] {
  const contexts = columns.filter(({ role }) => role === 'context');
  return targets.flatMap((one, at) =>
    [...targets.slice(at + 1), ...contexts].map((other) => [one, other]),
  );
}

function nextPairsOf<Column extends RoledColumn>(
  targets: readonly Column[],
  columns: readonly Column[],
): readonly (readonly Column[])[] {
  const nextOf = (target: Column) =>
    columns.filter(({ role, name }) => role === 'next' && name === target.name);
  return targets.flatMap((target) => nextOf(target).map((next) => [target, next]));
}

function triplesOf<Column extends RoledColumn>(
  targets: readonly Column[],
  random: Random,
): readonly (readonly Column[])[] {
  const triples = targets.flatMap((first, i) =>
    targets
      .slice(i + 1)
      .flatMap((second, j) => targets.slice(i + j + 2).map((third) => [first, second, third])),
  );
  return triples.length <= MOST_TRIPLES ? triples : random.shuffle(triples).slice(0, MOST_TRIPLES);
}
