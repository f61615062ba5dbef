/** A name in a seed's rows: the name itself is not kept. */
export interface SeedName {
  readonly domain: number;
  /** Position among the subject's own names, -1 if it is none. */
  readonly slot: number;
  /** Position among the public names, -1 if it is none. */
  readonly literal: number;
  readonly scope: number;
}

/** A row of a seed, as the generator's codes. */
export interface SeedRow {
  /** Position in the script. */
  readonly number: number;
  /** By variable of the table's record; 0 where the replay settles it. */
  readonly codes: Int32Array;
  /** Microseconds after its activity's time, NaN without time. */
  readonly offset: number;
  /** First column of each identity field, and the number of the name there; -1 for none. */
  readonly names: readonly (readonly [column: number, name: number])[];
  /** By relation: number of the row that it names, -1 for none. */
  readonly parents: readonly number[];
  /** By relation: number of the row that appears with it, -1 for none. */
  readonly births: readonly number[];
}

/** An activity of a seed. */
export interface SeedActivity {
  /** Position among the kinds of its scope. */
  readonly kind: number;
  /** Microseconds UTC, NaN without time. */
  readonly time: number;
  /** By slot: number of the row. */
  readonly rows: readonly number[];
}

/** The activities below one row, in the order in which they are drawn. */
export interface SeedTimeline {
  readonly activities: readonly SeedActivity[];
  /** By sort, as the scope's births order them: rows that appear with one that names them. */
  readonly born: readonly number[];
  /** First and last time, microseconds UTC; NaN where none has a time. */
  readonly startUs: number;
  readonly endUs: number;
}

/** A real subject's rows, ready to be drawn again: codes and times, and no name. Plain data. */
export interface SeedScript {
  /** By variable of the root's record; 0 where it is drawn. */
  readonly rootCodes: Int32Array;
  readonly rows: readonly SeedRow[];
  readonly names: readonly SeedName[];
  /** By `timelineKey` of the owner. */
  readonly timelines: ReadonlyMap<string, SeedTimeline>;
}

/** Number of the root's row, which stands in no list. */
export const ROOT_NUMBER = -1;

/** The timeline below a row of a table. */
export function timelineKey(table: string, number: number): string {
  return `${table} ${number}`;
}
