import { type Html, html, trusted } from '../html.ts';
import { wayOf } from './way.ts';

const SIGNS = {
  good: { word: 'good', path: 'M3 8.5 6.5 12 13 4.5' },
  watch: { word: 'watch', path: 'M8 2.5V9.5M8 13V13.2' },
  bad: { word: 'bad', path: 'M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5' },
  open: { word: 'not computed', path: 'M3 8H13' },
} as const;

/** How a key figure stands; told by a word and a sign, never by colour alone. */
export type State = keyof typeof SIGNS;

/** Share of the way from floor to ceiling from which a score is good, and from which fair. */
export const GOOD_SHARE = 0.9;
export const FAIR_SHARE = 0.5;

/** The state's sign and word. */
export function stateMark(state: State): Html {
  const { word, path } = SIGNS[state];
  return html`<span class="state ${state}"><svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"><path d="${trusted(path)}" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"></path></svg>${word}</span>`;
}

/** The state of a likeness between floor and ceiling; by its gap to the ceiling where they do not lie apart. */
export function likenessState(value: number, ceiling: number | null, floor: number | null): State {
  if (ceiling === null) return 'watch';
  if (value >= ceiling) return 'good';
  const share = wayOf({ value, ceiling, floor });
  if (share === null)
    return ceiling - value <= 0.02 ? 'good' : ceiling - value <= 0.1 ? 'watch' : 'bad';
  if (share >= GOOD_SHARE) return 'good';
  return share >= FAIR_SHARE ? 'watch' : 'bad';
}
