import { expect } from 'chai';
import { describe, it } from 'mocha';
import { IncomputableMetricError } from '../../../../engine/core/errors.ts';
import { createRandom } from '../../../../engine/core/random.ts';
import type { Row } from '../../../../engine/core/row.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import { createLinkSampler, type LinkSample } from '../../../../evaluators/links/link-sample.ts';
import {
  endRate,
  fanOutMetrics,
  jointMetric,
  lagMetric,
  linkRate,
  type OriginalLinks,
  rateMetric,
} from '../../../../evaluators/links/link-scores.ts';
import { linkShapeOf } from '../../../../evaluators/links/link-shape.ts';

const schema = telemetrySchema({ events: true, flows: true });
const PORTS = [443, 53, 80, 22];

describe('the link sampler', () => {
  it('should count linkable rows, linked rows and links a row', () => {
    const sample = sampleOf({
      links: [
        [1, 1],
        [1, 2],
        [2, 3],
      ],
      events: 4,
      flows: 4,
      silent: 5,
    });

    expect([sample.event.rows, sample.event.linkable, sample.event.linked]).to.deep.equal([
      9, 4, 2,
    ]);
    expect([...sample.event.degrees.slice(0, 4)]).to.deep.equal([2, 1, 1, 0]);
    expect([...sample.flow.degrees.slice(0, 3)]).to.deep.equal([1, 3, 0]);
    expect(endRate(sample.event)).to.equal(0.5);
    expect(linkRate(sample)).to.equal(5 / 8);
  });

  it('should join the columns of both ends and of the event’s process', () => {
    const sample = sampleOf({ links: [[3, 2]], events: 4, flows: 4, silent: 0 });

    const cell = (frame: LinkSample['eventFrame'], name: string) =>
      frame.columns.find((column) => column.name === name)?.values[0];
    expect(cell(sample.eventFrame, 'events.dst_port')).to.equal(PORTS[3]);
    expect(cell(sample.flowFrame, 'flows.dst_port')).to.equal(PORTS[2]);
    expect(cell(sample.eventFrame, 'processes.image')).to.equal('c:\\chrome.exe');
  });
});

describe('the link metrics', () => {
  it('should tell links that tie the right rows from links that do not', () => {
    const links = Array.from({ length: 40 }, (_, at): [number, number] => [at + 1, at + 1]);
    const right = sampleOf({ links, events: 40, flows: 40, silent: 0 });
    const wrong = sampleOf({
      links: links.map(([event, flow]) => [event, (flow % 40) + 1]),
      events: 40,
      flows: 40,
      silent: 0,
    });

    expect(jointMetric.compute(originalOf(right), right).value).to.equal(1);
    expect(jointMetric.compute(originalOf(right), wrong).value).to.be.below(0.9);
    expect(jointMetric.compute(originalOf(right), right).floor).to.be.below(0.9);
  });

  for (const metric of [rateMetric, jointMetric, lagMetric, ...Object.values(fanOutMetrics)]) {
    it(`should refuse the ${metric.name} where a side has no link`, () => {
      const some = sampleOf({ links: [[1, 1]], events: 2, flows: 2, silent: 0 });
      const none = sampleOf({ links: [], events: 0, flows: 0, silent: 3 });

      expect(() => metric.compute(originalOf(some), none)).to.throw(IncomputableMetricError);
    });

    it(`should find the ${metric.name} of a copy perfect`, () => {
      const links = Array.from({ length: 9 }, (_, at): [number, number] => [at + 1, (at % 3) + 1]);
      const sample = sampleOf({ links, events: 12, flows: 12, silent: 2 });

      const score = metric.compute(originalOf(sample), sample);

      expect(score.value).to.equal(metric.range[1]);
      expect(score.ceiling).to.equal(metric.range[1]);
    });
  }
});

function originalOf(sample: LinkSample): OriginalLinks {
  return {
    sizes: { training: 1, holdout: 1, synthetic: 1 },
    whole: sample,
    training: sample,
    holdout: sample,
    random: createRandom(1),
  };
}

function sampleOf(made: {
  links: readonly (readonly [number, number])[];
  events: number;
  flows: number;
  silent: number;
}): LinkSample {
  const shape = linkShapeOf(schema);
  if (shape === null) throw new Error('no link table');
  const ends = ['10.0.0.1', 50000, '10.0.0.2'];
  const event = (id: number): Row => [
    ...[1, id, 7, id * 1000, 'h', 'network_connect', 'tcp', true],
    ...[...ends, PORTS[id % 4] ?? 0, ...nulls(9)],
  ];
  const silent = (id: number): Row => [1, 100 + id, null, id, 'h', 'file_create', ...nulls(15)];
  const flow = (id: number): Row => [
    ...[1, id, id * 1000, 5, 'tcp', ...ends, PORTS[id % 4] ?? 0],
    ...nulls(9),
  ];
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
  const sampler = createLinkSampler(shape, createRandom(1));
  const process: Row = [1, 7, null, 0, 0, null, 'h', null, 'c:\\chrome.exe', ...nulls(6)];
  const tables = new Map<string, readonly Row[]>([
    ['processes', [process]],
    ['events', [...numbers(made.events).map(event), ...numbers(made.silent).map(silent)]],
    ['flows', numbers(made.flows).map(flow)],
    ['links', made.links.map(([e, f], at): Row => [1, at, e, f, null, 3, 'cid', 1, 1, 60000])],
  ]);
  sampler.add({ key: 1, row: [1], tables }, new Set());
  return sampler.sample();
}

function nulls(count: number): null[] {
  return Array.from({ length: count }, () => null);
}
