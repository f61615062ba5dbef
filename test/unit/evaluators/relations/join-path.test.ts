import { expect } from 'chai';
import { describe, it } from 'mocha';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import { createCodebook } from '../../../../evaluators/relations/codebook.ts';
import { flattenSample } from '../../../../evaluators/relations/flat-sample.ts';
import { joinPaths, joinRows } from '../../../../evaluators/relations/join-path.ts';
import {
  outsideRelationsOf,
  relationsOf,
} from '../../../../evaluators/relations/table-relation.ts';
import { toySample, toySchema } from './small-samples.ts';

const telemetry = telemetrySchema({ events: true, flows: true });

describe('joinPaths', () => {
  it('should find every chain that one row of its lowest table pins down', () => {
    const names = joinPaths(relationsOf(toySchema), 4).map(({ name, hops }) => `${hops}: ${name}`);

    expect(names).to.have.members([
      '1: boxes > boxes',
      '1: boxes > owners',
      '1: toys > owners',
      '1: toys > boxes',
      '2: toys > boxes > owners',
      '2: owners > toys > boxes',
    ]);
  });

  it('should cross the link in both directions, up to four keys', () => {
    const names = joinPaths(relationsOf(telemetry), 4).map(({ name }) => name);

    expect(names).to.include('events > links > flows');
    for (const key of ['process_key', 'target_process_key']) {
      const by = `events of processes by ${key}`;
      expect(names).to.include(`processes > events > links > flows (${by})`);
      expect(names).to.include(`subjects > processes > events > links > flows (${by})`);
    }
    expect(new Set(names).size).to.equal(names.length);
    expect(joinPaths(relationsOf(telemetry), 1).every(({ hops }) => hops === 1)).to.equal(true);
  });
});

describe('relationsOf', () => {
  it('should name the keys within subjects and those that lead outside', () => {
    expect(relationsOf(telemetry).map(({ name }) => name)).to.have.length(9);
    expect(outsideRelationsOf(telemetry)).to.deep.equal([
      'events.src_ip of endpoints',
      'events.dst_ip of endpoints',
      'flows.src_ip of endpoints',
      'flows.dst_ip of endpoints',
    ]);
  });
});

describe('joinRows', () => {
  it('should join the rows that have every key on the way', () => {
    const sample = toySample([
      { colour: 'red', boxes: [[1, null, 0, 1]], toys: [[1, null, 'car', 1]] },
      {
        colour: 'blue',
        boxes: [
          [1, null, 0, 1],
          [2, 1, 0, 1],
        ],
        toys: [
          [1, 2, 'car', 1],
          [2, 7, 'car', 1],
          [3, 1, 'car', 1],
        ],
      },
    ]);
    const flat = flattenSample(sample, createCodebook());
    const path = joinPaths(flat.relations, 2).find(({ name }) => name === 'owners > toys > boxes');

    const { left, right, subject } = joinRows(flat, path!);

    expect([...left]).to.deep.equal([1, 1]);
    expect([...right]).to.deep.equal([2, 1]);
    expect([...subject]).to.deep.equal([1, 1]);
  });
});
