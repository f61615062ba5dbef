import type { ColumnKind } from '../../engine/schema/column.ts';
import type { DatabaseSchema } from '../../engine/schema/database-schema.ts';
import { ownedTablesOf, subjectTableOf } from '../relations/subject-walk.ts';

export const TEXT_KINDS = ['path', 'text', 'fqdn', 'user'] as const;

/** Column kinds whose cells are read as texts. */
export type TextKind = (typeof TEXT_KINDS)[number];

/** A column of texts, and where it stands. */
export interface TextColumn {
  readonly table: string;
  readonly name: string;
  readonly kind: TextKind;
  /** Position in the table's rows. */
  readonly at: number;
}

/** The text columns of the subject table and of the tables that subjects own. */
export function textColumnsOf(schema: DatabaseSchema): readonly TextColumn[] {
  const tables = [subjectTableOf(schema), ...ownedTablesOf(schema)];
  return tables.flatMap(({ name: table, columns }) =>
    columns.flatMap(({ name, kind }, at) => (isTextKind(kind) ? [{ table, name, kind, at }] : [])),
  );
}

/** True where values are new by design, so that only their shape is compared. */
export function isFreshKind(kind: TextKind): boolean {
  return kind === 'fqdn' || kind === 'user';
}

function isTextKind(kind: ColumnKind): kind is TextKind {
  return (TEXT_KINDS as readonly ColumnKind[]).includes(kind);
}
