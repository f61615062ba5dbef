import type { Random } from '../core/random.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import type { DrawnRow } from './drawn-row.ts';

/** Rows of a subject of which some were told by its seed. */
export interface SeededRows {
  readonly rows: ReadonlyMap<string, readonly DrawnRow[]>;
  readonly told: ReadonlySet<DrawnRow>;
  readonly layout: GenerationLayout;
  readonly random: Random;
}

const LEAST_BLUR_US = 1_000_000;

/**
 * Drops the rows that a seed told, except for those that a later row names. These get other times,
 * none of which is a time of the seed: earlier ones, in the same order.
 */
export function hideSeed(of: SeededRows): void {
  const kept = keptRows(of);
  for (const row of of.told) if (!kept.has(row)) row.isDropped = true;
  blurTimes(
    [...of.told].filter((one) => kept.has(one)),
    of,
  );
}

/** Rows that are drawn, and all that they hang on. */
function keptRows({ rows, told }: SeededRows): Set<DrawnRow> {
  const kept = new Set<DrawnRow>();
  const keep = (row: DrawnRow | null | undefined) => {
    const waiting = [row];
    for (let one = waiting.pop(); waiting.length > 0 || one; one = waiting.pop()) {
      if (!one || kept.has(one)) continue;
      kept.add(one);
      waiting.push(one.owner, ...one.parents);
    }
  };
  for (const list of rows.values()) for (const row of list) if (!told.has(row)) keep(row);
  return kept;
}

function blurTimes(kept: readonly DrawnRow[], of: SeededRows): void {
  const lastUs = [...of.told].reduce((top, one) => latest(top, one.time), -Infinity);
  const moments = (row: DrawnRow) => momentColumns(row, of.layout);
  const times = kept.flatMap((row) => [
    row.time,
    ...moments(row).map((column) => Number(row.cells[column] ?? Number.NaN)),
  ]);
  const known = [...new Set(times)].filter((one) => one <= lastUs).sort((a, b) => a - b);
  const blurred = blurredTimes(known, of);
  for (const row of kept) {
    row.time = blurred.get(row.time) ?? row.time;
    for (const column of moments(row)) {
      row.cells[column] =
        blurred.get(Number(row.cells[column] ?? Number.NaN)) ?? row.cells[column] ?? null;
    }
  }
}

/** By time: an earlier one, after that of the time before. */
function blurredTimes(known: readonly number[], of: SeededRows): Map<number, number> {
  const told = new Set([...of.told].map((one) => one.time));
  const span = (known[known.length - 1] ?? 0) - (known[0] ?? 0);
  const blurUs = Math.max(LEAST_BLUR_US, Math.floor(span / Math.max(1, of.told.size)));
  const blurred = new Map<number, number>();
  let before = Number.NEGATIVE_INFINITY;
  for (const time of known) {
    const low = Math.max(before + 1, time - blurUs);
    let moved = low + of.random.integer(Math.max(1, time - low));
    while (told.has(moved) && moved > before) moved -= 1;
    blurred.set(time, moved);
    before = moved;
  }
  return blurred;
}

/** Further times of a row: those that other rows set among them. */
function momentColumns(row: DrawnRow, layout: GenerationLayout): number[] {
  const own = layout.tables.get(row.table);
  return (own?.table.columns ?? []).flatMap((one, at) =>
    one.kind === 'time' && at !== own?.time ? [at] : [],
  );
}

/** The later of two times; one that is not there does not count. */
function latest(one: number, other: number): number {
  return Number.isNaN(other) ? one : Math.max(one, other);
}
