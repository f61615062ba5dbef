/**
 * Splits a CSV record with quoted cells (RFC 4180, one character as delimiter).
 *
 * NOTE: ours and not csv-parse's, which takes twenty times as long a record; a property holds the
 * two against each other.
 *
 * @returns null where a quote stands inside of a bare cell, or does not end its cell
 * @see https://www.rfc-editor.org/rfc/rfc4180 section 2
 */
export function splitQuoted(record: string, delimiter: string): readonly string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const cell = record[at] === '"' ? quotedCell(record, at) : bareCell(record, at, delimiter);
    if (cell === null) return null;
    cells.push(cell.text);
    if (cell.end === record.length) return cells;
    if (record[cell.end] !== delimiter) return null;
    at = cell.end + 1;
  }
}

/** A cell and the place behind it. */
interface Cell {
  readonly text: string;
  readonly end: number;
}

function quotedCell(record: string, start: number): Cell | null {
  let text = '';
  let from = start + 1;
  for (;;) {
    const quote = record.indexOf('"', from);
    if (quote < 0) return null;
    text += record.slice(from, quote);
    if (record[quote + 1] !== '"') return { text, end: quote + 1 };
    text += '"';
    from = quote + 2;
  }
}

function bareCell(record: string, start: number, delimiter: string): Cell | null {
  const found = record.indexOf(delimiter, start);
  const end = found < 0 ? record.length : found;
  const text = record.slice(start, end);
  return text.includes('"') ? null : { text, end };
}
