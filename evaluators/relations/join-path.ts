import { type FlatSample, NO_KEY } from './flat-sample.ts';
import type { TableRelation } from './table-relation.ts';

/**
 * A chain of foreign keys between two tables, such that each row of its lowest table picks one row
 * of every other: from the bottom up to the left end and up to the right end.
 *
 * Chains that meet in a common parent instead (siblings) pair every row with every other and are
 * not among them.
 */
export interface JoinPath {
  /** Tables from the left end to the right end, e.g. `processes > events > links > flows`. */
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly bottom: string;
  readonly hops: number;
  /** Positions in the list of relations, each from the bottom upwards. */
  readonly toLeft: readonly number[];
  readonly toRight: readonly number[];
}

/** Rows of both ends that a path joins. */
export interface JoinedRows {
  readonly left: Int32Array; // [n]
  readonly right: Int32Array; // [n]
  readonly subject: Int32Array; // [n]
}

/**
 * All paths of 1 to `most` keys that meet no table twice (but for a key of a table on itself).
 *
 * Every foreign key counts, also where several tie the same two tables.
 */
export function joinPaths(relations: readonly TableRelation[], most: number): readonly JoinPath[] {
  const bottoms = [...new Set(relations.map(({ child }) => child))];
  return bottoms.flatMap((bottom) => {
    const chains = chainsUp(bottom, relations, most);
    const single = chains.map((chain) => [[], chain] as const);
    const forked = chains.flatMap((one) =>
      chains.filter((other) => forks(one, other, relations)).map((other) => [one, other] as const),
    );
    return [...single, ...forked]
      .filter(([one, other]) => one.length + other.length <= most)
      .map(([toLeft, toRight]) => describe(bottom, [toLeft, toRight], relations));
  });
}

/** The rows a path joins; rows that lack a key on the way are left out. */
export function joinRows(side: FlatSample, path: JoinPath): JoinedRows {
  const bottom = side.tables.get(path.bottom);
  const rows = bottom?.rows ?? 0;
  const climb = (row: number, keys: readonly number[]) => {
    let at = row;
    for (const key of keys) {
      if (at < 0) return NO_KEY;
      at = side.relations[key]?.parentOf[at] ?? NO_KEY;
    }
    return at;
  };
  const [left, right, subject] = [0, 1, 2].map(() => new Int32Array(rows)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let joined = 0;
  for (let row = 0; row < rows; row += 1) {
    const [one, other] = [climb(row, path.toLeft), climb(row, path.toRight)];
    if (one < 0 || other < 0) continue;
    left[joined] = one;
    right[joined] = other;
    subject[joined] = bottom?.subject[row] as number;
    joined += 1;
  }
  return {
    left: left.subarray(0, joined),
    right: right.subarray(0, joined),
    subject: subject.subarray(0, joined),
  };
}

/** Chains of 1 to `most` keys upwards from a table; a key of a table on itself stands alone. */
function chainsUp(
  from: string,
  relations: readonly TableRelation[],
  most: number,
): readonly (readonly number[])[] {
  const keysOf = (table: string) =>
    [...relations.keys()].filter((at) => relations[at]?.child === table);
  const grow = (chain: readonly number[], met: readonly string[]): number[][] => {
    const table = met.at(-1) ?? from;
    const fresh = keysOf(table).filter((at) => !met.includes(relations[at]?.parent ?? table));
    return chain.length === most ? [] : fresh.flatMap((at) => extend(chain, met, at));
  };
  const extend = (chain: readonly number[], met: readonly string[], at: number) => {
    const longer = [...chain, at];
    return [longer, ...grow(longer, [...met, relations[at]?.parent ?? from])];
  };
  const alone = keysOf(from).filter((at) => relations[at]?.parent === from);
  return [...alone.map((at) => [at]), ...grow([], [from])];
}

/** True for two chains that leave the bottom by different keys and meet no table twice. */
function forks(
  one: readonly number[],
  other: readonly number[],
  relations: readonly TableRelation[],
): boolean {
  if ((one[0] as number) >= (other[0] as number)) return false;
  const tables = [...one, ...other].map((key) => relations[key]?.parent);
  const bottom = relations[one[0] as number]?.child;
  return new Set([bottom, ...tables]).size === tables.length + 1;
}

function describe(
  bottom: string,
  [toLeft, toRight]: readonly [readonly number[], readonly number[]],
  relations: readonly TableRelation[],
): JoinPath {
  const parents = (keys: readonly number[]) => keys.map((key) => relations[key]?.parent ?? bottom);
  const tables = [...parents(toLeft).reverse(), bottom, ...parents(toRight)];
  const twins = [...toLeft, ...toRight].map((key) => relations[key]?.name ?? '');
  const by = twins.filter((name) => name.includes(' by ')).join(', ');
  return {
    name: tables.join(' > ') + (by === '' ? '' : ` (${by})`),
    left: tables[0] ?? bottom,
    right: tables.at(-1) ?? bottom,
    bottom,
    hops: toLeft.length + toRight.length,
    toLeft,
    toRight,
  };
}
