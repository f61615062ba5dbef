import { defined } from '../core/invariant.ts';
import type { DatabaseStore } from '../sequences/table-store.ts';
import type { IdentityRows } from './entity-groups.ts';

/** The foreign names that each subject meets: those of s are `tokens[offsets[s] .. offsets[s + 1]]`. */
export interface MetNames {
  readonly offsets: Int32Array; // [subjects + 1]
  /** Each once a subject. */
  readonly tokens: Int32Array; // [meetings]
  /** Subjects that meet a name. */
  readonly degrees: Int32Array; // [names]
}

/** Where meetings are gathered from. */
export interface MeetingSource {
  readonly database: DatabaseStore;
  readonly fields: readonly IdentityRows[];
  /** By slot: the subjects' own names, -1 for none. */
  readonly slotTokens: readonly Int32Array[];
  /** By name: position among the public ones, -1 for none. */
  readonly literalOf: Int32Array;
}

/** Gathers the distinct names that subjects meet; their own and public ones do not count. */
export function gatherMeetings({
  database,
  fields,
  slotTokens,
  literalOf,
}: MeetingSource): MetNames {
  const offsets = new Int32Array(database.subjects + 1);
  const degrees = new Int32Array(literalOf.length);
  const tokens: number[] = [];
  for (let subject = 0; subject < database.subjects; subject += 1) {
    const met = new Set<number>();
    const own = slotTokens.map((one) => one[subject]);
    for (const field of fields) {
      const { offsets: rows } = defined(database.tables.get(field.table), 'table was read');
      const last = rows[subject + 1] as number;
      for (let row = rows[subject] as number; row < last; row += 1) {
        const token = field.tokens[row] as number;
        if (token < 0 || (literalOf[token] as number) >= 0) continue;
        if (!own.includes(token)) met.add(token);
      }
    }
    for (const token of met) {
      tokens.push(token);
      degrees[token] = (degrees[token] as number) + 1;
    }
    offsets[subject + 1] = tokens.length;
  }
  return { offsets, tokens: Int32Array.from(tokens), degrees };
}

/** By group of names: how many of them each subject meets. */
export function demandsOf(met: MetNames, groupOf: Uint8Array, groups: number): Int32Array[] {
  const subjects = met.offsets.length - 1;
  const demands = Array.from({ length: groups }, () => new Int32Array(subjects));
  for (let subject = 0; subject < subjects; subject += 1) {
    const last = met.offsets[subject + 1] as number;
    for (let at = met.offsets[subject] as number; at < last; at += 1) {
      const own = defined(demands[groupOf[met.tokens[at] as number] as number], 'group exists');
      own[subject] = (own[subject] as number) + 1;
    }
  }
  return demands;
}
