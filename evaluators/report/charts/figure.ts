import * as Plot from '@observablehq/plot';
import { type Html, html, trusted } from '../html.ts';
import { SvgDocument } from '../svg-document.ts';

/** Width of every small plot in pixels: fits a phone unscaled, three abreast on a desk. */
export const PLOT_WIDTH = 324;

/** The palette, by variable of the style sheet: grey is real, green is synthetic, amber is third. */
export const COLOURS = {
  original: 'var(--real)',
  originalInk: 'var(--soft)',
  synthetic: 'var(--accent)',
  other: 'var(--amber)',
  ink: 'var(--ink)',
  faint: 'var(--line)',
  wash: 'var(--wash)',
} as const;

/** A figure: a title, a line below it, a legend and a plot. */
export interface FigureOptions {
  readonly title: string;
  readonly subtitle?: string;
  readonly keys: Html;
  readonly plot: Html;
}

/** Draws a plot as markup; `label` is what a screen reader says. */
export function drawPlot(label: string, options: Plot.PlotOptions): Html {
  // NOTE: Plot's types name the browser's Document, which is not among ours.
  const svg: { readonly outerHTML: string } = Plot.plot({
    width: PLOT_WIDTH,
    className: 'plot',
    ariaLabel: label,
    style: { fontFamily: 'inherit', fontSize: '11px', overflow: 'visible' },
    ...options,
    document: new SvgDocument() as never,
  });
  // The page's style sheet says once what Plot repeats in every picture.
  const bare = svg.outerHTML.replace(/<style>[^<]*<\/style>/, '');
  return trusted(bare.replace('<svg ', '<svg role="img" '));
}

/** Stands where a picture would have no mark; drawing none gives sizes that are no numbers. */
export function nothingToDraw(): Html {
  return html`<p class="small">Nothing to draw: no point is left.</p>`;
}

/** Sets a plot under its title. */
export function figure({ title, subtitle = '', keys, plot }: FigureOptions): Html {
  return html`<figure><figcaption><h4>${title}</h4>
<p class="sub">${subtitle}</p>${keys}</figcaption>${plot}</figure>\n`;
}

/** Legend of plots that set the original (bars) against the synthetic side. */
export function sidesLegend(shape: 'bar' | 'line'): Html {
  return legend([
    ['original', 'original'],
    [`synthetic ${shape}`, 'synthetic'],
  ]);
}

/** A legend of keys: the class of each mark, and its name. */
export function legend(keys: readonly (readonly [mark: string, name: string])[]): Html {
  const items = keys.map(
    ([mark, name]) =>
      html`<span class="item"><span class="key ${mark}"></span>${name}</span>${'\n'}`,
  );
  return html`<p class="legend">${items}</p>`;
}

/** A text cut to so many characters, in its middle. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) / 3);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}

/** About how wide a text is at 11 pixels. */
export function widthOf(text: string): number {
  return text.length * 6.1;
}
