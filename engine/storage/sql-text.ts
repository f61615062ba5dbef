/** A text as an SQL literal, for the statements that take no parameters (cursors, COPY). */
export function sqlText(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}
