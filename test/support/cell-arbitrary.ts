/** Random cells of every column kind, with the values that break things more often than chance. */
import fc from 'fast-check';
import type { Value } from '../../engine/core/row.ts';
import type { ColumnKind, ColumnSchema } from '../../engine/schema/column.ts';

const integers = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 60 }) },
  { weight: 2, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0, 2 ** 32),
  },
);

const reals = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((real) => (real === 0 ? 0 : real)),
  fc.constantFrom(0, 0.5, 1, -1.25),
);

const texts = fc.oneof(
  fc.constantFrom('', ' ', 'a', 'é', '日本語', '👩‍👩‍👧', "o'brien", 'x,"y"\n', '=1+1', 'null'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

const octet = fc.constantFrom(0, 1, 2, 10, 192, 255);

const addresses = fc.oneof(
  fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.')),
  fc.constantFrom('10.0.0.1', '10.0.0.2', '8.8.8.8', '::1', 'fe80::1', '2001:db8::5'),
);

const names = fc.constantFrom(
  'a.example',
  'b.example',
  'www.c.example',
  'host',
  'xn--bcher-kva.de',
);

const paths = fc.constantFrom('C:\\Windows\\cmd.exe', '/bin/sh', '\\pipe\\lsass', 'C:\\Ü b\\x.dll');

const guids = fc
  .nat(0xffff)
  .map((nat) => `{00000000-0000-0000-0000-${nat.toString(16).padStart(12, '0')}}`);

const times = fc.oneof(
  fc.integer({ min: 1_600_000_000, max: 1_600_000_100 }).map((seconds) => seconds * 1e6),
  fc.constantFrom(0, -1, 253_402_300_799_000_000 / 32),
);

const CELLS: Readonly<Record<ColumnKind, fc.Arbitrary<Value>>> = {
  key: fc.nat(),
  integer: integers,
  real: reals,
  boolean: fc.boolean(),
  category: fc.constantFrom('a', 'b', 'c', 'rare', ''),
  time: times,
  duration: integers,
  address: addresses,
  port: fc.oneof(fc.constantFrom(0, 53, 443, 65_535), fc.nat(65_535)),
  fqdn: names,
  user: fc.constantFrom('NT AUTHORITY\\SYSTEM', 'corp\\änne', 'root'),
  path: paths,
  text: texts,
  guid: guids,
};

/** How a column is filled over all rows: as drawn, always null, or with one value. */
export const FILLINGS = ['drawn', 'empty', 'constant'] as const;

export type Filling = (typeof FILLINGS)[number];

/** A cell of a column, null now and then where that is allowed. */
export function cellArbitrary(column: ColumnSchema): fc.Arbitrary<Value> {
  const cells = CELLS[column.kind];
  return column.nullable ? fc.option(cells, { freq: 3 }) : cells;
}
