import { type Html, html } from '../html.ts';

const WIDTH = 96;
const [FROM, TO] = [8, 84];

/** A value's place between a floor (left mark) and a ceiling (right mark). */
export interface Place {
  /** 0 at the floor, 1 at the ceiling. */
  readonly at: number;
  /** The ceiling's interval on the same axis. */
  readonly interval: readonly [number, number] | null;
}

/** A small bar from floor to ceiling with the value as a dot; the number stands beside it. */
export function scoreMeter({ at, interval }: Place): Html {
  const x = (share: number) =>
    String(Math.round(Math.min(WIDTH - 4, Math.max(4, FROM + share * (TO - FROM))) * 10) / 10);
  const band =
    interval === null
      ? ''
      : html`<rect x="${x(Math.min(...interval))}" width="${String(Math.max(2, Math.round(Number(x(Math.max(...interval))) - Number(x(Math.min(...interval))))))}" y="2" height="12" rx="2" fill="var(--band)"></rect>`;
  return html`<svg class="meter" width="${WIDTH}" height="16" viewBox="0 0 ${WIDTH} 16" aria-hidden="true"><line x1="${FROM}" x2="${TO}" y1="8" y2="8" stroke="var(--line-strong)" stroke-width="2"></line>${band}<line x1="${FROM}" x2="${FROM}" y1="3" y2="13" stroke="var(--amber)" stroke-width="2"></line><line x1="${TO}" x2="${TO}" y1="3" y2="13" stroke="var(--ink)" stroke-width="2"></line><circle cx="${x(at)}" cy="8" r="4" fill="var(--accent)" stroke="var(--paper)"></circle></svg>`;
}
