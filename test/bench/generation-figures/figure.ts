/** Least and most that a figure should have; infinite where one side is free. */
export type Target = readonly [least: number, most: number];

/** A figure of a run. */
export interface Figure {
  readonly group: string;
  readonly name: string;
  /** Of the synthetic side, or of both sides against each other; null where it cannot be had. */
  readonly value: number | null;
  /** The same figure of the original, where it is a figure of one side. */
  readonly original?: number | null;
  /** Real half against real half; for figures of one side how far apart halves are. */
  readonly ceiling: number | null;
  /** Without the relation in question. */
  readonly floor: number | null;
  readonly target: Target | null;
  /** What a reader needs to judge the value. */
  readonly note?: string;
}

/** True where the value is within its target; null where one of them is missing. */
export function isMet({ value, target }: Figure): boolean | null {
  if (value === null || target === null || Number.isNaN(value)) return null;
  return value >= target[0] && value <= target[1];
}

/** At least so much. */
export function atLeast(least: number | null): Target | null {
  return least === null || Number.isNaN(least) ? null : [least, Number.POSITIVE_INFINITY];
}

/** At most so much. */
export function atMost(most: number | null): Target | null {
  return most === null || Number.isNaN(most) ? null : [Number.NEGATIVE_INFINITY, most];
}

/** No further from a number than so much. */
export function near(centre: number | null, within: number): Target | null {
  return centre === null || Number.isNaN(centre + within)
    ? null
    : [centre - within, centre + within];
}
