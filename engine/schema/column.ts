/** What a column holds; encoders, storage types and plots follow from it. */
export const COLUMN_KINDS = [
  'key', // integer identity inside the database
  'integer',
  'real',
  'boolean',
  'category', // few distinct strings
  'time', // integer microseconds UTC
  'duration', // integer microseconds
  'address', // IPv4 or IPv6, canonical text
  'port', // 0..65535
  'fqdn', // host or domain name, lower case, no trailing dot
  'user', // account name
  'path', // file, registry or pipe path
  'text', // free text, e.g. a command line
  'guid', // Sysmon GUID form, {8-4-4-4-12} lower case
] as const;

export type ColumnKind = (typeof COLUMN_KINDS)[number];

/**
 * How a column's real values are kept from leaving the model.
 *
 * `none`: values are not personal (numbers are still interpolated unless k subjects share them);
 * `rare`: a value leaves only if at least k subjects share it;
 * `fresh`: every value is made new unless the scenario lists it as public.
 */
export const PROTECTIONS = ['none', 'rare', 'fresh'] as const;

export type Protection = (typeof PROTECTIONS)[number];

/** A typed column of a table. */
export interface ColumnSchema {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  readonly protection: Protection;
}

/** Column kinds whose cells are numbers. */
export function isNumericKind(kind: ColumnKind): boolean {
  return ['key', 'integer', 'real', 'time', 'duration', 'port'].includes(kind);
}

const PROTECTION_OF: Readonly<Record<ColumnKind, Protection>> = {
  key: 'none',
  integer: 'none',
  real: 'none',
  boolean: 'none',
  category: 'rare',
  time: 'none',
  duration: 'none',
  address: 'fresh',
  port: 'none',
  fqdn: 'fresh',
  user: 'fresh',
  path: 'rare',
  text: 'rare',
  guid: 'fresh',
};

/** A column with the usual protection of its kind. */
export function column(name: string, kind: ColumnKind, nullable = false): ColumnSchema {
  return { name, kind, nullable, protection: PROTECTION_OF[kind] };
}
