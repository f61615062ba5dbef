import * as Plot from '@observablehq/plot';
import type { LabelShare } from '../../columns/common-labels.ts';
import type { Html } from '../html.ts';
import { writeShort } from '../number-format.ts';
import { COLOURS, drawPlot, nothingToDraw, shorten, widthOf } from './figure.ts';

const BAND = 26;
const MOST_CHARACTERS = 24;

/** What the axes of share bars say. */
export interface ShareAxes {
  /** What the labels are, e.g. `protocol`. */
  readonly label: string;
  /** What the shares are of, e.g. `rows`. */
  readonly of: string;
}

/** Two bars a label that a side holds: the upper, grey one is the original, the lower synthetic. */
export function shareBars(name: string, shares: readonly LabelShare[], axes: ShareAxes): Html {
  const held = shares.filter(({ original, synthetic }) => original > 0 || synthetic > 0);
  if (held.length === 0) return nothingToDraw();
  const rows = held.map(({ label, original, synthetic }) => ({
    label,
    original: original * 100,
    synthetic: synthetic * 100,
  }));
  const written = (label: string) => shorten(label, MOST_CHARACTERS);
  const widest = Math.max(...rows.map(({ label }) => widthOf(written(label))), 30);
  return drawPlot(`${name}: share of ${axes.of} by ${axes.label}, original and synthetic`, {
    height: rows.length * BAND + 66,
    marginTop: 24,
    marginLeft: widest + 14,
    marginBottom: 38,
    marginRight: 22,
    x: { ...shareAxis(axes.of), nice: true, ticks: 4 },
    y: {
      domain: rows.map(({ label }) => label),
      label: axes.label,
      labelAnchor: 'top',
      labelArrow: 'none',
      tickFormat: written,
      tickSize: 0,
      padding: 0,
    },
    marks: [
      bars(rows, 'original', { insetTop: 4, insetBottom: 13 }),
      bars(rows, 'synthetic', { insetTop: 14, insetBottom: 4 }),
      Plot.ruleX([0], { stroke: COLOURS.originalInk }),
    ],
  });
}

function shareAxis(of: string): Plot.ScaleOptions {
  return {
    label: `share of ${of} (%)`,
    labelAnchor: 'center',
    labelArrow: 'none',
    grid: true,
    tickFormat: writeShort,
    zero: true,
  };
}

function bars(
  rows: readonly object[],
  side: 'original' | 'synthetic',
  insets: { readonly insetTop: number; readonly insetBottom: number },
) {
  return Plot.barX([...rows], { x1: 0, x2: side, y: 'label', fill: COLOURS[side], ...insets });
}
