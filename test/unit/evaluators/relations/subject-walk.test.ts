import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../../engine/core/errors.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import { walkSubjects } from '../../../../evaluators/relations/subject-walk.ts';

const schema = telemetrySchema({ events: false, flows: true });

describe('walkSubjects', () => {
  it('should give each subject its rows, whatever the batches', async () => {
    for (const batch of [1, 2, 100]) {
      const walked = await walk([1, 2, 4], [1, 1, 4, 4, 4], batch);

      expect(walked).to.deep.equal([
        [1, 2],
        [2, 0],
        [4, 3],
      ]);
    }
  });

  it('should skip rows without a subject', async () => {
    expect(await walk([2], [1, 2, 3], 2)).to.deep.equal([[2, 1]]);
  });

  it('should refuse rows that are not sorted by subject', async () => {
    const error = await walk([1, 2, 3], [1, 3, 2], 3).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(DataError);
    expect((error as DataError).details).to.include({ table: 'flows', before: 3, current: 2 });
  });
});

async function walk(
  subjects: readonly number[],
  flows: readonly number[],
  batch: number,
): Promise<[number, number][]> {
  const tables: Readonly<Record<string, readonly Row[]>> = {
    subjects: subjects.map((key) => [key]),
    flows: flows.map((key, at) => [key, at]),
  };
  const rows = async function* (table: string) {
    const all = tables[table] ?? [];
    for (let at = 0; at < all.length; at += batch) yield all.slice(at, at + batch);
  };
  const walked: [number, number][] = [];
  for await (const { key, tables: owned } of walkSubjects({ schema, rows })) {
    walked.push([key, owned.get('flows')?.length ?? -1]);
  }
  return walked;
}
