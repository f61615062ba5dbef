import * as Plot from '@observablehq/plot';
import type { Html } from '../html.ts';
import { writeShort } from '../number-format.ts';
import type { LawReport } from '../report-data.ts';
import { COLOURS, drawPlot, nothingToDraw, widthOf } from './figure.ts';

const HEIGHT = 190;
const LEAST_SHARE = 0.0005;
const LABEL_GAP = 14;
const INNER_WIDTH = 264;
const RIGHT = 16;

/** What the axes of a law say. */
export interface LawAxes {
  readonly label: string;
  readonly of: string;
}

/** A law over ordered bins: grey columns are the original, the line with dots is synthetic. */
export function lawChart(name: string, law: LawReport, axes: LawAxes): Html {
  const bins = shownBins(law);
  if (bins.length === 0) return nothingToDraw();
  const place = new Map(bins.map((bin, at) => [bin, at]));
  const shares = (side: readonly number[]) =>
    bins.map((bin, at) => ({ at, share: (side[bin] ?? 0) * 100 }));
  const original = shares(law.original).map(({ at, share }) => ({
    x1: at - 0.5,
    x2: at + 0.5,
    share,
  }));
  const ticks = shownTicks(law, bins).map((bin) => place.get(bin) ?? 0);
  return drawPlot(`${name}: share of ${axes.of} by ${axes.label}, original and synthetic`, {
    height: HEIGHT,
    marginLeft: 44,
    marginBottom: 40,
    marginTop: 26,
    marginRight: RIGHT,
    x: { domain: [-0.6, bins.length - 0.4], label: null, ticks: [] },
    y: {
      label: `share of ${axes.of} (%)`,
      labelArrow: 'none',
      grid: true,
      ticks: 4,
      zero: true,
      tickFormat: writeShort,
    },
    marks: [
      Plot.rectY(original, { x1: 'x1', x2: 'x2', y: 'share', fill: COLOURS.original, inset: 0.75 }),
      Plot.lineY(shares(law.synthetic), { x: 'at', y: 'share', stroke: COLOURS.synthetic }),
      Plot.dot(shares(law.synthetic), { x: 'at', y: 'share', fill: COLOURS.synthetic, r: 2.2 }),
      Plot.ruleY([0], { stroke: COLOURS.originalInk }),
      Plot.axisX(ticks, {
        label: axes.label,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: (at: number) => labelOf(law, bins[at] ?? 0),
        color: COLOURS.originalInk,
      }),
    ],
  });
}

/** Bins from the first to the last that either side uses; none where both are empty. */
function shownBins(law: LawReport): readonly number[] {
  const used = [...law.labels.keys()].filter(
    (bin) => Math.max(law.original[bin] ?? 0, law.synthetic[bin] ?? 0) >= LEAST_SHARE,
  );
  const [first = 0, last = -1] = [used[0], used[used.length - 1]];
  return [...law.labels.keys()].filter((bin) => bin >= first && bin <= last);
}

/** A bin's name with long numbers in few characters, e.g. `8.39M-16.8M`. */
function labelOf(law: LawReport, bin: number): string {
  return (law.labels[bin] ?? '').replace(/\d{5,}/g, (digits) => writeShort(Number(digits)));
}

/** As many labels as fit without touching: evenly spaced, counted from zero where there is one. */
function shownTicks(law: LawReport, bins: readonly number[]): readonly number[] {
  const widest = Math.max(...bins.map((bin) => widthOf(labelOf(law, bin))));
  const every = Math.max(1, Math.ceil(((widest + LABEL_GAP) * bins.length) / INNER_WIDTH));
  const zero = bins.find((bin) => law.labels[bin] === '0') ?? bins[0] ?? 0;
  return bins.filter((bin, at) => (bin - zero) % every === 0 && fits(labelOf(law, bin), at, bins));
}

/** True where a label ends before the picture does. */
function fits(label: string, at: number, bins: readonly number[]): boolean {
  const middle = ((at + 0.6) / (bins.length + 0.2)) * INNER_WIDTH;
  return middle + widthOf(label) / 2 < INNER_WIDTH + RIGHT;
}
