import { SchemaError } from '../core/errors.ts';

const IDENTIFIER = /^[a-z][a-z0-9_]{0,47}$/;

/** True for a name that needs no more than quotes in SQL and stands for nothing else in knex. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}

/**
 * A table's, column's or namespace's name in quotes.
 *
 * @throws SchemaError unless the name is `[a-z][a-z0-9_]{0,47}`
 */
export function identifier(name: string): string {
  if (!isIdentifier(name)) {
    const rule = 'use a lower-case letter, then at most 47 of a-z, 0-9 and _';
    throw new SchemaError(`storage: not a name: ${JSON.stringify(name)}; ${rule}`, { name });
  }
  return `"${name}"`;
}
