import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import type { RecordCodes, RecordSpec } from '../../../engine/models/code-space.ts';
import { possibleCodes } from '../../../engine/models/privacy/possible-codes.ts';
import { StoryEncoder } from '../../../engine/sampler/encode-story.ts';
import { learnStory } from '../../../engine/sampler/learn-story.ts';
import { layoutOf } from '../../../engine/sequences/generation-layout.ts';
import { loadTables } from '../../../engine/sequences/table-store.ts';
import { type Database, memoryRows } from '../../support/database-arbitrary.ts';
import { flowWorld } from '../../support/flow-world.ts';
import { linkedWorld } from '../../support/linked-world.ts';

const WORLDS = { flows: flowWorld({ hosts: 20 }), linked: linkedWorld(12) };

describe('ruleOutCodes', () => {
  for (const [name, world] of Object.entries(WORLDS)) {
    for (const epsilon of [0.5, 2000]) {
      it(`should never rule out what a row has: ${name}, epsilon ${epsilon}`, async () => {
        const { space, codes } = await encode(world, epsilon);

        const broken = space.flatMap((spec, at) => brokenRules(spec, codes[at] as RecordCodes));

        expect(broken).to.deep.equal([]);
      });
    }
  }

  it('should rule out missing cells where the schema has none, and only there', async () => {
    const { space } = await encode(WORLDS.linked, 2000);

    const neverOf = (record: string, variable: string) =>
      space.find((one) => one.name === record)?.variables.find((one) => one.name === variable)
        ?.never;
    expect(neverOf('flows', 'protocol')).to.deep.equal([0, 1]);
    expect(neverOf('flows', 'tcp_flags')).to.deep.equal([0]);
    expect(neverOf('flows', 'src_ip')).to.deep.equal([0, 1]);
    expect(neverOf('activity subjects', 'kind')).to.deep.equal([0, 1]);
    expect(neverOf('flows', 'slot')).to.equal(undefined);
  });

  it('should say nothing without a budget', async () => {
    const { space } = await encode(WORLDS.flows, null);

    const told = space.flatMap((one) => one.variables.filter((two) => two.never !== undefined));
    expect(told).to.deep.equal([]);
  });
});

describe('possibleCodes', () => {
  it('should be 0 for what is ruled out, 1 for all else', () => {
    const base = { given: false, anchor: -1, guarded: false };
    const variables = [
      { name: 'a', cardinality: 4, ...base, never: [0, 1] },
      { name: 'b', cardinality: 3, ...base },
    ];
    const targets = [
      { variable: 1, cardinality: 3 },
      { variable: 0, cardinality: 4 },
    ];

    const possible = possibleCodes({ name: 'r', variables, views: [] }, targets);

    expect(possible.map((one) => [...one])).to.deep.equal([
      [1, 1, 1],
      [0, 0, 1, 1],
    ]);
  });
});

/** Variables with a row that has a code which is ruled out, where the variable is drawn at all. */
function brokenRules({ name, variables }: RecordSpec, { rows, codes }: RecordCodes): string[] {
  const isTable = variables[0]?.name === 'slot';
  return variables.flatMap((one, variable) => {
    const never = new Set(one.never ?? []);
    const isDrawn = (row: number) => {
      if (isTable && codes[0]?.[row] === 0) return false;
      const { when } = one;
      return when === undefined || when.codes.includes(codes[when.variable]?.[row] ?? -1);
    };
    const all = Array.from({ length: rows }, (_, row) => row).filter(isDrawn);
    const isBroken = all.some((row) => never.has(codes[variable]?.[row] ?? -1));
    return isBroken ? [`${name}.${one.name}`] : [];
  });
}

async function encode(world: Database, epsilon: number | null) {
  const layout = layoutOf(world.schema);
  const database = await loadTables(layout, memoryRows(world.rows), () => undefined);
  const base = { seed: 1, k: 5, publicValues: {}, encoders: {} };
  const valuePrivacy = { epsilon: epsilon ?? 1, delta: 1e-6, random: createRandom(3) };
  const options = epsilon === null ? base : { ...base, valuePrivacy };
  const learned = learnStory(layout, database, options);
  const codes = new StoryEncoder(layout, learned, database).encode(() => undefined);
  return { space: learned.story.space, codes };
}
