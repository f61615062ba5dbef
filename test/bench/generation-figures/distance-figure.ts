import { atMost, type Figure } from './figure.ts';
import type { Distance } from './laws.ts';
import { mostOf } from './targets.ts';

/** What to know of a distance besides its value. */
export interface DistanceText {
  readonly group: string;
  readonly name: string;
  readonly floor?: number | null;
  readonly note?: string;
}

/** A distance as a figure: the lower the better. */
export function distanceFigure(distance: Distance, text: DistanceText): Figure {
  const { value, ceiling, halves, worst } = distance;
  const measured = `halves ${halves.toFixed(3)}`;
  return {
    group: text.group,
    name: text.name,
    value,
    ceiling,
    floor: text.floor ?? null,
    target: atMost(mostOf({ ceiling, worst })),
    note: text.note === undefined ? measured : `${measured}; ${text.note}`,
  };
}
