import { escapeMarkup } from './svg-document.ts';

/** Markup that is already safe; everything else is escaped where it enters a template. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly (Html | string)[];

/** A cell whose order is not its text; null sorts last. */
export interface OrderedCell {
  readonly shown: Html | string;
  readonly order: number | null;
}

/** What stands in a cell of a table. */
export type Cell = Html | string | OrderedCell;

const LONG_TABLE = 20;

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

/**
 * A table: the first column holds names, the others are aligned as figures.
 *
 * With two rows or more it can be sorted where scripts run; long ones scroll inside.
 *
 * @param words places of further columns that hold text
 */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  words: ReadonlySet<number> = new Set(),
): Html {
  const kind = (at: number) => trusted(words.has(at) ? ' class="text"' : '');
  const cells = (row: readonly Cell[]) =>
    row.map((cell, at) =>
      at === 0
        ? html`<th scope="row"${orderOf(cell)}>${shownOf(cell)}</th>`
        : html`<td${kind(at)}${orderOf(cell)}>${shownOf(cell)}</td>`,
    );
  const isLong = rows.length > LONG_TABLE;
  const name = head.join(', ');
  const frame = trusted(isLong ? ' tall' : '');
  return html`<div class="scroll${frame}" tabindex="0" role="region" aria-label="${name}"><table${trusted(rows.length > 1 ? ' data-sort' : '')}>
<thead><tr>${head.map((title, at) => html`<th scope="col"${kind(at)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
</table></div>`;
}

function shownOf(cell: Cell): Html | string {
  return typeof cell === 'object' && 'shown' in cell ? cell.shown : cell;
}

function orderOf(cell: Cell): Html {
  if (typeof cell === 'string' || !('order' in cell)) return html``;
  return html` data-v="${cell.order === null ? '' : String(cell.order)}"`;
}

function markupOf(part: Part): string {
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeMarkup(part);
  if ('markup' in part) return part.markup;
  return part.map(markupOf).join('');
}
