import { DataError } from '../core/errors.ts';

/**
 * A text as an SQL literal, for statements that take no placeholders (cursors).
 *
 * @throws DataError for NUL, which PostgreSQL cannot hold
 * @see PostgreSQL manual, 4.1.2.1 String constants (standard_conforming_strings is on)
 */
export function sqlText(value: string): string {
  if (value.includes('\0')) throw new DataError('sql: NUL in a text; remove it', {});
  return `'${value.replaceAll("'", "''")}'`;
}
