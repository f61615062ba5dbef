const NEEDS_QUOTES = /[",\r\n]/;

/** A cell of a CSV (RFC 4180); missing is empty. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
