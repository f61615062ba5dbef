import { DataError } from '../core/errors.ts';
import { encodeSeeds } from '../sampler/encode-seeds.ts';
import { ROOT_NUMBER, type SeedScript, timelineKey } from '../sampler/seed-script.ts';
import { loadTables } from '../sequences/table-store.ts';
import type { TableReader } from './ports.ts';
import type { Generator } from './train.ts';

/**
 * Reads the real subjects whose timelines are continued, in the order of their keys, as codes of
 * the generator. No name and no rare value is left in what it returns.
 *
 * @param most at most so many subjects
 * @throws DataError if there is no subject, or if a row has none or lacks its owner
 */
export async function readSeeds(
  generator: Generator,
  reader: TableReader,
  most: number,
): Promise<readonly SeedScript[]> {
  const { layout, story } = generator;
  const database = await loadTables(layout, reader.rows, () => {});
  if (database.subjects === 0) {
    throw new DataError('seed rows: no subjects: 0; give whole subjects with their rows');
  }
  const subjects = Math.min(most, database.subjects);
  return encodeSeeds({ layout, story }, { ...database, subjects });
}

/** How far from a time the seeds lie, before or after, microseconds; 0 without seeds. */
export function seedReachUs(seeds: readonly SeedScript[], fromUs: number, root: string): number {
  return seeds.reduce((most, one) => {
    const timeline = one.timelines.get(timelineKey(root, ROOT_NUMBER));
    const times = [timeline?.startUs ?? Number.NaN, timeline?.endUs ?? Number.NaN];
    const far = times.filter((time) => !Number.isNaN(time)).map((time) => Math.abs(time - fromUs));
    return Math.max(most, ...far);
  }, 0);
}
