import { type Html, html, trusted } from '../html.ts';

/** A folding part of the page. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** A few words beside the title, e.g. the key figure. */
  readonly aside: string;
  readonly body: Html;
  /** True for parts that few readers need: the page's script folds them at first. */
  readonly isFolded?: boolean;
}

/** The section's markup; open, so that the page is complete without scripts. */
export function renderSection({ id, title, aside, body, isFolded = false }: Section): Html {
  const fold = trusted(isFolded ? ' data-fold' : '');
  return html`<details open${fold} class="section" id="${id}"><summary><h2>${title}</h2><span class="aside">${aside}</span></summary>
<div>${body}</div></details>\n`;
}
