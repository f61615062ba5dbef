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
export function gatherMeetings(source: MeetingSource): MetNames {
  const { subjects } = source.database;
  const offsets = new Int32Array(subjects + 1);
  const degrees = new Int32Array(source.literalOf.length);
  const tokens: number[] = [];
  for (let subject = 0; subject < subjects; subject += 1) {
    for (const token of metBy(source, subject)) {
      tokens.push(token);
      degrees[token] = (degrees[token] as number) + 1;
    }
    offsets[subject + 1] = tokens.length;
  }
  return { offsets, tokens: Int32Array.from(tokens), degrees };
}

function metBy(source: MeetingSource, subject: number): Set<number> {
  const { database, fields, slotTokens, literalOf } = source;
  const met = new Set<number>();
  for (const { table, tokens } of fields) {
    const { offsets } = defined(database.tables.get(table), 'table was read');
    const last = offsets[subject + 1] as number;
    for (let row = offsets[subject] as number; row < last; row += 1) met.add(tokens[row] as number);
  }
  for (const one of slotTokens) met.delete(one[subject] as number);
  for (const token of met) {
    if (token < 0 || (literalOf[token] as number) >= 0) met.delete(token);
  }
  return met;
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
