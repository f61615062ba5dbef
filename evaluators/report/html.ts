import { escapeMarkup } from './svg-document.ts';

/** Markup that is already safe; everything else is escaped where it enters a template. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly (Html | string)[];

/** Template tag: escapes strings, joins lists, keeps markup. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = literals.reduce(
    (before, literal, at) => before + markupOf(parts[at - 1] ?? '') + literal,
  );
  return { markup };
}

/** Trusts a text as markup: only for what this package itself has written. */
export function trusted(markup: string): Html {
  return { markup };
}

/** A table: the first column holds names, the others are aligned as figures. */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly (Html | string)[])[],
): Html {
  const cells = (row: readonly (Html | string)[]) =>
    row.map((cell, at) => (at === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`));
  return html`<div class="scroll"><table>
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table></div>`;
}

function markupOf(part: Part): string {
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeMarkup(part);
  if ('markup' in part) return part.markup;
  return part.map(markupOf).join('');
}
