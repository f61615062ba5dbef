/**
 * The page's script: folds long parts, sorts tables, opens what a link leads to.
 *
 * Without it the page is complete and open. It prints open, whatever was folded.
 */
export const PAGE_SCRIPT = `(() => {
const all = (query, from = document) => [...from.querySelectorAll(query)];
const parts = all('details');
const setAll = (open) => { for (const part of parts) part.open = open; };
for (const part of all('details[data-fold]')) part.open = false;
for (const bar of all('.folding')) bar.hidden = false;
for (const button of all('[data-all]'))
  button.addEventListener('click', () => setAll(button.dataset.all === 'open'));
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
  target.scrollIntoView();
};
addEventListener('hashchange', reveal);
reveal();
let folded = [];
addEventListener('beforeprint', () => { folded = parts.filter((part) => !part.open); setAll(true); });
addEventListener('afterprint', () => { for (const part of folded) part.open = false; });
const orderOf = (cell) => {
  const text = cell.dataset.v ?? cell.textContent.trim();
  if (text === '' || text === '–') return null;
  const figure = Number(text.replace(/[,\\s%]/g, ''));
  return Number.isNaN(figure) ? text : figure;
};
const compare = (one, other) => typeof one === 'number' && typeof other === 'number'
  ? one - other : Number(String(one) > String(other)) - Number(String(one) < String(other));
const sort = (table, column, turn) => {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, order: orderOf(row.cells[column]) }));
  rows.sort((one, other) => one.order === null || other.order === null
    ? Number(one.order === null) - Number(other.order === null)
    : turn * compare(one.order, other.order));
  body.append(...rows.map(({ row }) => row));
};
for (const table of all('table[data-sort]')) {
  const heads = [...table.tHead.rows[0].cells];
  for (const [column, head] of heads.entries()) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const up = head.getAttribute('aria-sort') !== 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      sort(table, column, up ? 1 : -1);
    });
  }
}
})();
`;
