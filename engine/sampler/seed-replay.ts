import type { DrawnRow } from './drawn-row.ts';
import {
  ROOT_NUMBER,
  type SeedRow,
  type SeedScript,
  type SeedTimeline,
  timelineKey,
} from './seed-script.ts';

/** A seed while its rows are drawn again. */
export interface SeedReplay {
  readonly script: SeedScript;
  /** By number: the row, once it is drawn. */
  readonly drawn: (DrawnRow | undefined)[];
  readonly numbers: Map<DrawnRow, number>;
  /** By number of a name: the name that stands for it, -1 until it is met. */
  readonly tokens: Int32Array;
  /** Keys whose rows are drawn later. */
  readonly later: { readonly row: DrawnRow; readonly relation: number; readonly number: number }[];
}

/** Begins to draw a seed's rows again. */
export function openReplay(script: SeedScript): SeedReplay {
  return {
    script,
    drawn: [],
    numbers: new Map(),
    tokens: new Int32Array(script.names.length).fill(-1),
    later: [],
  };
}

/** The seed's timeline below a row, undefined where it has none. */
export function replayedTimeline(
  replay: SeedReplay | null,
  owner: DrawnRow,
): SeedTimeline | undefined {
  if (replay === null) return undefined;
  const number = owner.owner === null ? ROOT_NUMBER : replay.numbers.get(owner);
  if (number === undefined) return undefined;
  return replay.script.timelines.get(timelineKey(owner.table, number));
}

/** Takes note of a row that was drawn again. */
export function noteReplayed(replay: SeedReplay | null, told: SeedRow, row: DrawnRow): void {
  if (replay === null) return;
  replay.drawn[told.number] = row;
  replay.numbers.set(row, told.number);
}

/** Ties the rows whose parents were drawn after them. */
export function settleReplay(replay: SeedReplay): void {
  for (const { row, relation, number } of replay.later) {
    const parent = replay.drawn[number];
    if (parent !== undefined) row.parents[relation] = parent;
  }
}
