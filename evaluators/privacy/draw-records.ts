import type { Random } from '../../engine/core/random.ts';
import { type MixedRecords, pickRecords } from './mixed-records.ts';

/** At most so many records, each alike, in their order. */
export function drawRecords(records: MixedRecords, most: number, random: Random): MixedRecords {
  if (records.rows <= most) return records;
  const drawn: number[] = [];
  for (let row = 0; row < records.rows && drawn.length < most; row += 1) {
    if (random.next() * (records.rows - row) < most - drawn.length) drawn.push(row);
  }
  return pickRecords(records, drawn);
}

/**
 * Records of whole subjects, drawn one after the other until there are at most `most` records.
 *
 * Parts of different sizes keep the same number of records a subject, so that what is pooled by
 * subject can be compared.
 *
 * @param each records of a subject that are taken at most
 */
export function drawSubjects(
  records: MixedRecords,
  { most, each, random }: { readonly most: number; readonly each: number; readonly random: Random },
): MixedRecords {
  const drawn: number[] = [];
  for (const rows of random.shuffle([...rowsBySubject(records).values()])) {
    const taken = rows.length <= each ? rows : random.shuffle([...rows]).slice(0, each);
    if (drawn.length + taken.length > most) continue;
    drawn.push(...taken);
  }
  return pickRecords(records, drawn);
}

/** Disjoint parts of the subjects with all their records, as even as can be. */
export function partsBySubject(
  records: MixedRecords,
  parts: number,
  random: Random,
): readonly MixedRecords[] {
  const subjects = random.shuffle([...rowsBySubject(records).values()]);
  return Array.from({ length: parts }, (_, part) =>
    pickRecords(records, subjects.filter((_rows, at) => at % parts === part).flat()),
  );
}

function rowsBySubject({ subject }: MixedRecords): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (const [row, one] of subject.entries()) {
    const own = rows.get(one);
    if (own === undefined) rows.set(one, [row]);
    else own.push(row);
  }
  return rows;
}
