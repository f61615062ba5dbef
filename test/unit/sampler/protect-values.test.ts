import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import type { Row } from '../../../engine/core/row.ts';
import { bayesNet } from '../../../engine/models/bayes-net/bayes-net.ts';
import { StoryEncoder } from '../../../engine/sampler/encode-story.ts';
import { type LearnedStory, learnStory } from '../../../engine/sampler/learn-story.ts';
import { checkIntegrity } from '../../../engine/schema/integrity.ts';
import { type GenerationLayout, layoutOf } from '../../../engine/sequences/generation-layout.ts';
import { type DatabaseStore, loadTables } from '../../../engine/sequences/table-store.ts';
import { type Database, memoryRows } from '../../support/database-arbitrary.ts';
import { generateAll } from '../../support/generate-all.ts';
import { type Canaries, linkedWorld } from '../../support/linked-world.ts';

const HOSTS = 60;
/** Held by six hosts: enough for the rule of five subjects. */
const SIX = { label: 'sixfold', commandLine: 'sixfold.exe --run' };
const LONE = { label: 'lonely', commandLine: 'lonely.exe --run', image: 'C:\\lonely\\lonely.exe' };

describe('learnStory with a budget for values', () => {
  let world: Database;
  let layout: GenerationLayout;
  let database: DatabaseStore;

  before(async () => {
    world = linkedWorld(HOSTS, canaryOf);
    layout = layoutOf(world.schema);
    database = await loadTables(layout, memoryRows(world.rows), () => undefined);
  });

  it('should forget values that are no secret without one: those of few subjects', () => {
    const usual = JSON.stringify(learn({}).story);
    const hidden = JSON.stringify(learn({ epsilon: 3 }).story);

    expect([usual.includes('sixfold'), usual.includes('lonely')]).to.deep.equal([true, false]);
    expect([hidden.includes('sixfold'), hidden.includes('lonely')]).to.deep.equal([false, false]);
  });

  it('should keep what nearly all share', () => {
    const { story } = learn({ epsilon: 20 });

    const flows = story.tables.flows?.fields ?? [];
    const values = flows.flatMap((one) => (one.type === 'category' ? one.stats.values : []));
    expect(values).to.include.members(['tcp', 'udp', 'ssl', 'dns']);
  });

  it('should draw the same noise from the same stream, and say what it costs', () => {
    const [one, same, other] = [learn({ epsilon: 2 }), learn({ epsilon: 2 }), learn({ seed: 5 })];

    expect(one.story).to.deep.equal(same.story);
    expect(one.story).to.not.deep.equal(other.story);
    expect(one.valuesSpent).to.include({ epsilon: 2, delta: 1e-6 });
    expect(one.valuesSpent?.histograms).to.be.within(50, 100);
    expect(one.valuesSpent?.threshold).to.be.above(5 * (one.valuesSpent?.deviation ?? 0));
    expect(learn({}).valuesSpent).to.equal(null);
  });

  it('should ask for no more histograms than were paid for, whatever the scenario', () => {
    const encoders = { 'flows.tos': 'category', 'flows.src_bytes': 'exact' } as const;

    expect(() => learn({ epsilon: 1, encoders })).to.not.throw();
  });

  function learn(of: {
    readonly epsilon?: number;
    readonly seed?: number;
    readonly encoders?: Readonly<Record<string, 'category' | 'exact'>>;
  }): LearnedStory {
    const { seed = 1, epsilon = of.seed === undefined ? undefined : 2, encoders = {} } = of;
    const random = createRandom(seed, 'values');
    const base = { seed: 1, k: 5, publicValues: {}, encoders };
    if (epsilon === undefined) return learnStory(layout, database, base);
    const valuePrivacy = { epsilon, delta: 1e-6, random };
    return learnStory(layout, database, { ...base, valuePrivacy });
  }
});

describe('a world of noisy values', () => {
  for (const epsilon of [0.5, 2000]) {
    it(`should keep every law, at epsilon ${epsilon}`, async () => {
      const world = linkedWorld(12);

      const rows = await generate(world, epsilon);

      const findings = await checkIntegrity({ schema: world.schema, rows: memoryRows(rows) });
      expect(findings.examples).to.deep.equal([]);
      expect(rows.get('flows')?.length).to.be.within(20, 2000);
    });
  }
});

async function generate(world: Database, epsilon: number): Promise<Map<string, Row[]>> {
  const layout = layoutOf(world.schema);
  const database = await loadTables(layout, memoryRows(world.rows), () => undefined);
  const valuePrivacy = { epsilon, delta: 1e-6, random: createRandom(3) };
  const base = { seed: 1, k: 5, publicValues: {}, encoders: {}, valuePrivacy };
  const learned = learnStory(layout, database, base);
  const { story } = learned;
  const codes = new StoryEncoder(layout, learned, database).encode(() => undefined);
  const model = await bayesNet.train(story.space, codes, {
    ...{ seed: 1, leastRows: 10, leastSubjects: 5, workers: 1 },
    onProgress: () => undefined,
  });
  const generator = { schema: world.schema, layout, record: { seed: 1 }, story, model };
  return generateAll(generator as never, { seed: 5, subjects: 10 });
}

function canaryOf(host: number): Canaries {
  if (host === 50) return LONE;
  return host % 10 === 3 ? SIX : {};
}
