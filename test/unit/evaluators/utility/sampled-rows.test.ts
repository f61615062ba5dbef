import { expect } from 'chai';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import type { SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { sampledRows } from '../../../../evaluators/utility/sampled-rows.ts';

const random = createRandom(3, 'rows');

describe('sampledRows', () => {
  it('should keep all where there is room', () => {
    const sample = sampleOf([5, 7, 0]);

    const kept = sampledRows(sample, { table: 'flows', most: 100, random });

    expect(lengthsOf(kept).sort()).to.deep.equal([5, 7]);
  });

  it('should cut long timelines to a span of neighbours', () => {
    const sample = sampleOf([10_000, 20, 20]);

    const kept = sampledRows(sample, { table: 'flows', most: 90, random });
    const spans = kept.subjects.map(({ tables }) => tables.get('flows')!.map(([at]) => Number(at)));

    const longest = spans.find(({ length }) => length > 20)!;
    expect(longest.length).to.equal(120);
    expect(longest.at(-1)! - longest[0]!).to.equal(119);
  });

  it('should stop at the subject that fills it', () => {
    const kept = sampledRows(sampleOf(Array(40).fill(10)), { table: 'flows', most: 95, random });

    expect(lengthsOf(kept)).to.deep.equal(Array(10).fill(10));
  });
});

function lengthsOf({ subjects }: SubjectSample): number[] {
  return subjects.map(({ tables }) => tables.get('flows')?.length ?? 0);
}

function sampleOf(lengths: readonly number[]): SubjectSample {
  const subjects = lengths.map((length, key) => {
    const rows = Array.from({ length }, (_, at): Row => [at]);
    return { key, row: [key], tables: new Map([['flows', rows]]) };
  });
  return { schema: telemetrySchema({ events: false, flows: true }), subjects, share: 1 };
}
