import { z } from 'zod';
import { durationText, parseDuration } from './duration.ts';

const columnName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/, 'expected table.column, such as flows.label');

const tableName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected the name of a table');

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const range = z
  .strictObject({
    from: z.number().optional().describe('The least value'),
    to: z.number().optional().describe('The greatest value'),
  })
  .refine((one) => one.from !== undefined || one.to !== undefined, 'expected from, to or both')
  .refine((one) => (one.from ?? one.to ?? 0) <= (one.to ?? one.from ?? 0), 'expected from <= to')
  .transform(({ from, to }) => ({
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }));

const fixed = z.union([cell, z.array(cell).min(1), range], {
  error: 'expected a value, a list of values, or {from, to}',
});

const shares = z
  .record(z.string(), z.number().min(0).max(1))
  .refine((one) => Object.keys(one).length > 0, 'expected at least one value with its share')
  .refine(
    (one) => Object.values(one).reduce((sum, share) => sum + share, 0) <= 1 + 1e-9,
    'expected shares that add up to 1 at most',
  );

const heat = z.number().positive().max(100);

const temperature = z.union([heat, z.record(tableName, heat)], {
  error: 'expected a number above 0, or one by table',
});

const SHIFT = /^([+-]?)(.+)$/;
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** When the synthetic horizon begins: at a time, or so far from the original's begin. */
export type HorizonStart = { readonly atUs: number } | { readonly shiftUs: number };

/** Reads `2026-01-31`, `2026-01-31T06:00:00Z`, `30d` or `-2h`; null for anything else. */
export function parseStart(text: string): HorizonStart | null {
  if (INSTANT.test(text)) {
    const milliseconds = Date.parse(text);
    return Number.isNaN(milliseconds) ? null : { atUs: milliseconds * 1000 };
  }
  const [, sign, rest = ''] = SHIFT.exec(text) ?? [];
  const shift = parseDuration(rest);
  return shift === null ? null : { shiftUs: sign === '-' ? -shift : shift };
}

const start = z
  .string()
  .refine((text) => parseStart(text) !== null, 'expected a time with its zone, or a shift like 30d')
  .transform((text) => parseStart(text))
  .nullable();

const horizon = durationText.transform((text) => parseDuration(text)).nullable();

/** Keys of `generate` that say what is made; the command line may give them too. */
export const GENERATE_FIELDS = {
  subjects: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('How many subjects to make; null takes those of the training split times scale'),
  scale: z.number().positive().max(10_000).default(1).describe('Synthetic subjects a real one'),
  start: start
    .default(null)
    .describe('When the synthetic horizon begins: a time, or a shift such as 30d'),
  horizon: horizon
    .default(null)
    .describe('Span of time that the timelines cover, such as 7d; null takes the original one'),
  fix: z
    .record(columnName, fixed)
    .default({})
    .describe('By table.column, the value, the values or the range that every row has'),
  rebalance: z
    .record(columnName, shares)
    .default({})
    .describe('By table.column, the wanted share of values; the others keep their proportions'),
  impute: z
    .array(columnName)
    .default([])
    .describe('Columns, as table.column, of which no cell is missing'),
  temperature: temperature
    .default(1)
    .describe('Below 1 keeps to the usual, above 1 varies more; a number, or one by table'),
} as const;
