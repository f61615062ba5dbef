/**
 * How a table's rows hang on another table's.
 *
 * `context`: the parent owns the row (one per non-root table, always required);
 * `parent`: a further parent, a row of the same subject;
 * `self`: an earlier row of the same table and subject (a parent process);
 * `reference`: a row of a reference table, shared by all subjects.
 */
export const RELATIONSHIP_KINDS = ['context', 'parent', 'self', 'reference'] as const;

export type RelationshipKind = (typeof RELATIONSHIP_KINDS)[number];

/**
 * A foreign key. `columns` and `targetColumns` are of equal length; `subject_key` stands first in
 * both, except towards a reference table.
 */
export interface Relationship {
  readonly kind: RelationshipKind;
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
  /** False where the key may be null. */
  readonly required: boolean;
  /** True where the parent row's time may not lie after the child's. */
  readonly temporal: boolean;
}
