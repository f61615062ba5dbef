import { type Html, html } from '../html.ts';

/** A folding part of the page. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** A few words beside the title, e.g. the key figure. */
  readonly aside: string;
  readonly body: Html;
}

/** The section's markup, open at first. */
export function renderSection({ id, title, aside, body }: Section): Html {
  return html`<details open id="${id}"><summary><h2>${title}</h2><span class="aside">${aside}</span></summary>
<div>${body}</div></details>\n`;
}
