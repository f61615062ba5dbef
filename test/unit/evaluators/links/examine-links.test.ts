import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import type { Chapter } from '../../../../evaluators/findings.ts';
import { examineLinks } from '../../../../evaluators/links/examine-links.ts';
import { linkedNames, linkedSample, sidesOf, withRows } from './linked-sides.ts';

const HOSTS = 30;
const FLOW_ID = 3;

describe('examineLinks', () => {
  const world = linkedSample(HOSTS);
  const names = { original: linkedNames(HOSTS), synthetic: linkedNames(HOSTS) };

  it('should find a copy perfect in every law', () => {
    const chapter = examineLinks(sidesOf(world, world), {
      random: createRandom(1),
      names,
      draws: 10,
    });

    const scores = Object.entries(valuesOf(chapter));
    expect(scores.length).to.be.above(15);
    for (const [id, value] of scores.filter(([id]) => !id.startsWith('degree-name'))) {
      expect(value, id).to.equal(1);
    }
  });

  it('should see links that tie the wrong flows in the columns and lags, not in the degrees', () => {
    const wrong = withRows(world, 'links', (rows) =>
      rows.map((row, at) =>
        row.map((cell, column) =>
          column === FLOW_ID ? (rows[(at + 1) % rows.length]?.[FLOW_ID] ?? cell) : cell,
        ),
      ),
    );

    const values = valuesOf(
      examineLinks(sidesOf(world, wrong), { random: createRandom(1), names, draws: 10 }),
    );

    expect(values.joint).to.be.below(0.95);
    expect(values.conditional).to.be.below(values.joint ?? 0);
    expect(values['degree-events-accuracy']).to.equal(1);
    expect(values['degree-flows-accuracy']).to.equal(1);
  });

  it('should see links that are missing in the degrees, with their share of zeros', () => {
    const fewer = withRows(world, 'links', (rows) => rows.filter((_, at) => at % 2 === 0));

    const values = valuesOf(
      examineLinks(sidesOf(world, fewer), { random: createRandom(1), names, draws: 10 }),
    );

    expect(values['degree-events-zero']).to.be.closeTo(0.5, 0.05);
    expect(values['degree-flows-ks']).to.be.closeTo(0.5, 0.05);
    expect(values['degree-subject-accuracy']).to.be.below(1);
  });

  it('should be the same for equal seeds', () => {
    const run = () =>
      examineLinks(sidesOf(world, world), { random: createRandom(5), names, draws: 10 });

    expect(run()).to.deep.equal(run());
  });

  it('should have nothing to say of a schema without links', () => {
    const schema = telemetrySchema({ events: false, flows: true });
    const flows = { schema, subjects: [], share: 1 };

    expect(examineLinks(sidesOf(flows, flows), { random: createRandom(1) })).to.equal(null);
  });

  it('should give reasons in place of scores where a side has no links', () => {
    const none = withRows(world, 'links', () => []);

    const chapter = examineLinks(sidesOf(world, none), {
      random: createRandom(1),
      names,
      draws: 10,
    });

    expect(valuesOf(chapter).joint).to.equal(null);
    const lag = chapter?.scores.find(({ id }) => id === 'lag');
    expect(lag?.outcome).to.have.property('reason').that.includes('0');
  });
});

function valuesOf(chapter: Chapter | null): Readonly<Record<string, number | null>> {
  const scores = chapter?.scores ?? [];
  return Object.fromEntries(
    scores.map(({ id, outcome }) => [id, outcome.ok ? outcome.value.value : null]),
  );
}
