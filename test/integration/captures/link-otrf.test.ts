import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { LinkDraft, LinkInput, LinkOutcome } from '../../../engine/pipeline/ports.ts';
import { createKindClock } from '../../../linkers/kind-clock.ts';
import { createLinker } from '../../../linkers/link-session.ts';
import { type CaptureRows, captureNames, dataFolder, readRows } from './link-capture-rows.ts';

const SECOND = 1_000_000;

/** Counted by the data's own README: id 3 events with a flow of the same tuple. */
const TUPLE_PAIRS = { lsass: 1821, shire: 243 };

interface Linked extends CaptureRows {
  readonly name: string;
  readonly outcome: LinkOutcome;
}

describe('linking LSASS_campaign (Zeek, one watched host a capture)', function () {
  this.timeout(120_000);
  let captures: readonly Linked[] = [];

  before(async function () {
    const folder = dataFolder('linked-otrf-lsass');
    if (folder === null) return this.skip();
    captures = await linkAll(folder, /^zeek-conn/);
  });

  it('should link at least 99 % of the tuple pairs', () => {
    const linked = sum(captures, (one) => countedLinks(one).length);

    expect(sum(captures, (one) => one.outcome.report.tuplePairs)).to.equal(TUPLE_PAIRS.lsass);
    expect(linked / TUPLE_PAIRS.lsass).to.be.at.least(0.99);
  });

  it('should bring at least 99.5 % of the pairs to within 15 s of their flow', () => {
    const near = sum(
      captures,
      (one) => countedLinks(one).filter((link) => Math.abs(link.dtMs) <= 15_000).length,
    );

    expect(near / TUPLE_PAIRS.lsass).to.be.at.least(0.995);
  });

  it('should put hosts on the clock on which connection and flow start together', () => {
    const offsets = captures.map((one) => Object.values(one.outcome.report.offsetSeconds)[0] ?? 0);

    const known = [-483_275.1, 176.5, -43_517.3, -50_027.9];
    known.forEach((seconds, at) => {
      expect(offsets[at]).to.be.closeTo(seconds, 0.3);
    });
  });

  it('should link next to nothing to the flows of another exercise', () => {
    const wrong = sum(captures, (one) =>
      sum(captures, (other) =>
        one === other ? 0 : linkOf({ ...one.input, flows: other.input.flows }).links.length,
      ),
    );

    expect(wrong / (3 * sum(captures, (one) => one.input.events.length))).to.be.at.most(0.01);
  });

  it('should place all event types within two minutes of the flows', () => {
    for (const { events, outcome, input } of captures) {
      const clock = createKindClock();
      for (const one of events) clock.add(one.host, one.event_type, one.time_us, one.logged_us);
      const offsetOf = clock.sensorOffset(outcome.offsets);

      const placed = events.map(
        (one) => one.time_us - offsetOf(one.host, one.event_type, one.time_us),
      );

      const from = Math.min(...input.flows.map((one) => one.startUs)) - 120 * SECOND;
      const to = Math.max(...input.flows.map((one) => one.endUs)) + 120 * SECOND;
      expect(placed.filter((one) => one < from || one > to)).to.deep.equal([]);
    }
  });
});

describe('linking shire (NetFlow of two sensors, both ends watched)', function () {
  this.timeout(120_000);
  let captures: readonly Linked[] = [];

  before(async function () {
    const folder = dataFolder('linked-otrf-shire');
    if (folder === null) return this.skip();
    captures = await linkAll(folder, /^netflow/);
  });

  it('should link at least 99 % of the tuple pairs', () => {
    expect(sum(captures, (one) => one.outcome.report.tuplePairs)).to.equal(TUPLE_PAIRS.shire);
    expect(sum(captures, (one) => countedLinks(one).length) / TUPLE_PAIRS.shire).to.be.at.least(
      0.99,
    );
  });

  it('should link both directions of nearly every conversation', () => {
    const both = sum(captures, (one) => one.outcome.links.filter((link) => link.rank === 2).length);

    expect(both / TUPLE_PAIRS.shire).to.be.at.least(0.95);
  });

  it('should refuse no event for its name', () => {
    const reasons = captures.flatMap((one) =>
      Object.keys(one.outcome.report.unlinkedEventsByReason),
    );

    expect(reasons).not.to.include('name contradicts');
  });
});

async function linkAll(folder: string, flowFiles: RegExp): Promise<Linked[]> {
  const linked: Linked[] = [];
  for (const name of captureNames(folder)) {
    const rows = await readRows(join(folder, name), flowFiles);
    linked.push({ ...rows, name, outcome: linkOf(rows.input) });
  }
  return linked;
}

function linkOf(input: LinkInput): LinkOutcome {
  return createLinker()(input);
}

/** Rows that tie an event whose tuple counts in the rates to its flow, one an event. */
function countedLinks({ input, outcome }: Linked): LinkDraft[] {
  const counted = new Set(
    input.events
      .filter((one) => !/^(fe80|ff)/.test(one.tuple.sourceAddress))
      .map((one) => one.rowId),
  );
  return outcome.links.filter((one) => one.rank === 1 && counted.has(one.eventRowId));
}

function sum<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((total, one) => total + of(one), 0);
}
