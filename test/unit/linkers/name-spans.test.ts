import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { NameObservation } from '../../../engine/pipeline/ports.ts';
import { spansOfObservations } from '../../../linkers/name-spans.ts';
import { buildNameTable } from '../../../linkers/name-table.ts';

const SECOND = 1_000_000;

describe('spansOfObservations', () => {
  it('should let a DNS answer live as long as its time to live', () => {
    const answer: NameObservation = {
      fqdn: 'A.example.',
      addresses: ['::ffff:10.0.0.1'],
      timeUs: 100 * SECOND,
      ttlUs: 30 * SECOND,
      feed: 'dns',
      host: null,
    };

    const spans = spansOfObservations([answer], unchanged, 2 * SECOND);

    expect(spans).to.deep.equal([
      {
        fqdn: 'a.example',
        address: '10.0.0.1',
        validFromUs: 100 * SECOND,
        validToUs: 130 * SECOND,
      },
    ]);
  });

  it("should put a host's stamps on the sensor's clock", () => {
    const query: NameObservation = {
      fqdn: 'a.example',
      addresses: ['10.0.0.1'],
      timeUs: 3700 * SECOND,
      ttlUs: 30 * SECOND,
      feed: 'sysmon-query',
      host: 'w.example',
    };

    const [span] = spansOfObservations([query], (_, timeUs) => timeUs - 3600 * SECOND, 2 * SECOND);

    expect(span?.validFromUs).to.equal(98 * SECOND);
    expect(span?.validToUs).to.equal(130 * SECOND);
  });

  it('should end an address where another host is seen at it', () => {
    const seen = [
      sighting('a.example', 1000),
      sighting('a.example', 1200),
      sighting('b.example', 1220),
      sighting('b.example', 5000),
    ];

    const table = buildNameTable(spansOfObservations(seen, unchanged, 0));

    const holders = [950, 1100, 1209, 1215, 3000, 5050].map((at) =>
      table.namesOf('10.0.0.9', at * SECOND),
    );
    expect(holders).to.deep.equal([
      ['a.example'],
      ['a.example'],
      ['a.example'],
      ['b.example'],
      ['b.example'],
      ['b.example'],
    ]);
  });
});

function unchanged(_: string, timeUs: number): number {
  return timeUs;
}

function sighting(host: string, second: number): NameObservation {
  return {
    fqdn: host,
    addresses: ['10.0.0.9'],
    timeUs: second * SECOND,
    ttlUs: null,
    feed: 'sysmon-connection',
    host,
  };
}
