import type { Random } from '../../core/random.ts';

/**
 * Draws a lot: each subject by itself with the same chance, so that lots differ in size and may be
 * empty. The accountant's figures hold for such lots only, not for shuffled batches.
 *
 * @param samplingRate chance of each subject, 0..1
 * @returns ordinals of subjects, ascending
 */
export function poissonLot(random: Random, subjects: number, samplingRate: number): number[] {
  if (samplingRate >= 1) return Array.from({ length: subjects }, (_, subject) => subject);
  if (samplingRate <= 0) return [];
  const lot: number[] = [];
  const logMiss = Math.log1p(-samplingRate);
  // The gaps between drawn subjects are geometric: one draw of the stream each.
  const gap = () => Math.floor(Math.log1p(-random.next()) / logMiss);
  for (let subject = gap(); subject < subjects; subject += 1 + gap()) lot.push(subject);
  return lot;
}

/**
 * At most so many of a subject's rows, each alike likely, ascending: what it may contribute a step.
 *
 * @param rows number of rows that the subject has
 */
export function boundedRows(random: Random, rows: number, most: number): Int32Array {
  const chosen = Int32Array.from({ length: Math.min(rows, most) }, (_, at) => at);
  for (let row = most; row < rows; row += 1) {
    const place = random.integer(row + 1);
    if (place < most) chosen[place] = row;
  }
  return chosen.sort();
}
