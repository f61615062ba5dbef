import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import {
  examineRelink,
  type FoundLink,
  type Relink,
  relinkFigures,
} from '../../../../evaluators/links/relink.ts';
import type { SubjectSample } from '../../../../evaluators/relations/subject-sample.ts';
import { linkedSample, sidesOf, withRows } from './linked-sides.ts';

const world = linkedSample(12);

describe('relinkFigures', () => {
  it('should count right, wrong and missed links', () => {
    const all = linksOf(world);
    const wrong = { ...(all[0] as FoundLink), flow: -1 };
    const relink: Relink = () => [...all.slice(0, all.length / 2), wrong];

    const { precision, recall, f1 } = relinkFigures(world, relink, []);

    expect(precision).to.be.closeTo(
      Math.floor(all.length / 2) / (Math.floor(all.length / 2) + 1),
      1e-9,
    );
    expect(recall).to.be.closeTo(Math.floor(all.length / 2) / all.length, 1e-9);
    expect(f1).to.be.closeTo((2 * precision * recall) / (precision + recall), 1e-9);
  });

  it('should hide the links', () => {
    const seen: number[] = [];
    const relink: Relink = ({ subjects }) => {
      seen.push(...subjects.map(({ tables }) => tables.get('links')?.length ?? -1));
      return [];
    };

    expect(relinkFigures(world, relink, []).f1).to.equal(0);
    expect(new Set(seen)).to.deep.equal(new Set([0]));
  });

  it('should refuse a sample without links', () => {
    const none = withRows(world, 'links', () => []);

    expect(() => relinkFigures(none, () => [], [])).to.throw(IncomputableMetricError);
  });
});

describe('examineRelink', () => {
  const options = { random: createRandom(1), names: { original: [], synthetic: [] }, draws: 3 };

  it('should compare what the linker reaches on both sides', () => {
    const blind: Relink = (rows) =>
      linksOf(world).filter(
        (link) => hasSubject(rows.subjects, link) && Number(link.event) % 2 === 0,
      );
    const sighted: Relink = (rows) =>
      linksOf(world).filter((link) => hasSubject(rows.subjects, link));
    const synthetic: SubjectSample = { ...world, subjects: [...world.subjects] };
    const relink: Relink = (rows) => (rows.names.length > 0 ? blind(rows) : sighted(rows));

    const chapter = examineRelink(sidesOf(world, synthetic), relink, {
      ...options,
      names: { original: [], synthetic: [['name', '10.0.0.1', 0, 1]] },
    });

    const contract = chapter?.contract['links.relink'] as Record<string, number>;
    expect(contract.f1Original).to.equal(1);
    expect(contract.precision).to.equal(1);
    expect(contract.recall).to.be.below(1);
    expect(contract.value).to.be.closeTo(contract.f1 ?? 0, 1e-9);
    expect(contract.ceiling).to.equal(1);
  });

  it('should put nulls and a reason where a side has no links', () => {
    const none = withRows(world, 'links', () => []);

    const chapter = examineRelink(sidesOf(world, none), () => [], options);

    const contract = chapter?.contract['links.relink'] as Record<string, number | null>;
    expect(contract.value).to.equal(null);
    expect(contract.f1).to.equal(null);
    expect(contract.f1Original).to.equal(0);
    expect(chapter?.scores[0]?.outcome).to.have.property('reason').that.includes('no link');
  });
});

describe('examineRelink without a link table', () => {
  it('should have nothing to say', () => {
    const schema = telemetrySchema({ events: false, flows: true });
    const flows = { schema, subjects: [], share: 1 };
    const names = { original: [], synthetic: [] };

    const chapter = examineRelink(sidesOf(flows, flows), () => [], {
      random: createRandom(1),
      names,
    });

    expect(chapter).to.equal(null);
  });
});

function linksOf({ subjects }: SubjectSample): readonly FoundLink[] {
  return subjects.flatMap(({ key, tables }) =>
    (tables.get('links') ?? []).map((row) => ({
      eventSubject: key,
      event: row[2] ?? null,
      flowSubject: key,
      flow: row[3] ?? null,
    })),
  );
}

function hasSubject(subjects: SubjectSample['subjects'], link: FoundLink): boolean {
  return subjects.some(({ key }) => key === link.eventSubject);
}
