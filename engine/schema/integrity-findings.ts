import type { Row, Value } from '../core/row.ts';
import type { TableSchema } from './table-schema.ts';

/** The laws that every database of the engine keeps, original or synthetic. */
export const INTEGRITY_LAWS = [
  'orphans', // a key that points at no row
  'duplicateKeys', // two rows of one primary key
  'nullKeys', // null in a primary key or a required key
  'orderViolations', // a row whose time lies before that of the row above, of one subject
  'parentsAfterChildren', // a temporal parent that begins after its child
  'selfCycles', // rows that are their own ancestors
  'linksOutsideWindow', // an event outside its flow's span, widened by the window
  'linkLagsWrong', // dt_ms that the two rows' times do not bear out
  'linkTuplesDiffer', // linked rows without the shared tuple or name that their method claims
  'namesNotValid', // a name of the names table, used outside its validity
  'wrongValues', // a cell that its column's kind does not allow
] as const;

export type IntegrityLaw = (typeof INTEGRITY_LAWS)[number];

/** A broken law's place; only integer keys are shown, never a value of the data. */
export interface IntegrityExample {
  readonly law: IntegrityLaw;
  readonly table: string;
  /** The primary key's cells of kind `key`, by name. */
  readonly key: Readonly<Record<string, Value>>;
  /** Which column or relationship is broken, by name. */
  readonly where: string;
}

/** What a check of a database found. */
export interface IntegrityFindings {
  readonly laws: Readonly<Record<IntegrityLaw, number>>;
  /** The first few of each law. */
  readonly examples: readonly IntegrityExample[];
  readonly rows: Readonly<Record<string, number>>;
  readonly subjects: number;
}

/** The `integrity` object of report.json: four figures of its contract, then the other laws. */
export type ReportIntegrity = Readonly<
  Record<'orphans' | 'duplicateKeys' | 'orderViolations' | 'linksOutsideWindow', number> &
    Record<Exclude<IntegrityLaw, 'parentsAfterChildren'>, number>
>;

/** Maps findings to report.json, where a parent after its child is an order violation. */
export function reportIntegrity(findings: IntegrityFindings): ReportIntegrity {
  const { orphans, duplicateKeys, parentsAfterChildren, orderViolations, ...others } =
    findings.laws;
  const { linksOutsideWindow, ...rest } = others;
  return {
    orphans,
    duplicateKeys,
    orderViolations: orderViolations + parentsAfterChildren,
    linksOutsideWindow,
    ...rest,
  };
}

/** The laws that are broken, in their fixed order. */
export function brokenLaws(findings: IntegrityFindings): readonly IntegrityLaw[] {
  return INTEGRITY_LAWS.filter((law) => findings.laws[law] > 0);
}

/** Collects findings while rows stream by. */
export interface FindingsBook {
  report(law: IntegrityLaw, table: TableSchema, row: Row, where: string): void;
  counted(table: string, rows: number): void;
  close(subjects: number): IntegrityFindings;
}

/** Opens a book that keeps at most `examplesPerLaw` examples of each law. */
export function openFindings(examplesPerLaw: number): FindingsBook {
  const laws = Object.fromEntries(INTEGRITY_LAWS.map((law) => [law, 0])) as Record<
    IntegrityLaw,
    number
  >;
  const examples: IntegrityExample[] = [];
  const rows = new Map<string, number>();
  return {
    report: (law, table, row, where) => {
      laws[law] += 1;
      if (laws[law] > examplesPerLaw) return;
      examples.push({ law, table: table.name, key: shownKey(table, row), where });
    },
    counted: (table, more) => {
      rows.set(table, (rows.get(table) ?? 0) + more);
    },
    close: (subjects) => ({
      laws: { ...laws },
      examples: [...examples],
      rows: Object.fromEntries(rows),
      subjects,
    }),
  };
}

function shownKey(table: TableSchema, row: Row): Readonly<Record<string, Value>> {
  const shown: Record<string, Value> = {};
  for (const [index, column] of table.columns.entries()) {
    if (column.kind !== 'key' || !table.primaryKey.includes(column.name)) continue;
    const cell = row[index] ?? null;
    shown[column.name] = typeof cell === 'number' ? cell : null;
  }
  return shown;
}
