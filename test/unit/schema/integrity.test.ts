import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import type { Row, Value } from '../../../engine/core/row.ts';
import { tableNamed } from '../../../engine/schema/database-schema.ts';
import { checkIntegrity } from '../../../engine/schema/integrity.ts';
import {
  brokenLaws,
  type IntegrityFindings,
  reportIntegrity,
} from '../../../engine/schema/integrity-findings.ts';
import { telemetrySchema } from '../../../engine/schema/telemetry-schema.ts';
import { memoryRows } from '../../support/database-arbitrary.ts';

const schema = telemetrySchema({ events: true, flows: true });
const START = 1_600_000_000_000_000;

describe('checkIntegrity on telemetry', () => {
  it('should find nothing wrong with a host, its process, an event, a flow and their link', async () => {
    const findings = await check({});

    expect(brokenLaws(findings)).to.deep.equal([]);
    expect(findings.subjects).to.equal(1);
    expect(findings.rows).to.include({ subjects: 1, events: 1, flows: 1, links: 1, endpoints: 2 });
  });

  it('should take a link in either direction of the flow', async () => {
    const reversed = { src_ip: '8.8.8.8', src_port: 53, dst_ip: '10.0.0.1', dst_port: 50_000 };

    expect(brokenLaws(await check({ flows: [reversed] }))).to.deep.equal([]);
  });

  it('should not take the source of one end for the source of the other half way', async () => {
    const crossed = { src_ip: '10.0.0.1', src_port: 53, dst_ip: '8.8.8.8', dst_port: 50_000 };

    expect(brokenLaws(await check({ flows: [crossed] }))).to.deep.equal(['linkTuplesDiffer']);
  });

  it('should leave ports aside where the method is relaxed', async () => {
    const findings = await check({
      flows: [{ src_port: 1 }],
      links: [{ method: 'tuple-relaxed' }],
    });

    expect(brokenLaws(findings)).to.deep.equal([]);
  });

  it('should want a name valid at the flow where the method links by name', async () => {
    const links = [{ method: 'fqdn-time' }];
    const name = { fqdn: 'ws1.example', address: '10.0.0.1' };
    const late = { ...name, valid_from_us: START + 1e9, valid_to_us: START + 2e9 };

    expect(brokenLaws(await check({ links, names: [name] }))).to.deep.equal([]);
    expect(brokenLaws(await check({ links, names: [late] }))).to.deep.equal(['linkTuplesDiffer']);
  });

  it('should find a name that is used outside its validity, and pass over unknown names', async () => {
    const name = { fqdn: 'dns.example', valid_from_us: START + 1e9, valid_to_us: START + 2e9 };
    const events = [{ query_name: 'dns.example' }];

    expect(brokenLaws(await check({ events, names: [name] }))).to.deep.equal(['namesNotValid']);
    expect(brokenLaws(await check({ events }))).to.deep.equal([]);
  });

  it('should let a long flow hold its event up to its end and the window after it', async () => {
    const at = (lagMs: number) => ({
      events: [{ time_us: START + lagMs * 1000 }],
      flows: [{ duration_us: 60_000_000 }],
      links: [{ dt_ms: lagMs, window_ms: 2000 }],
    });

    expect(brokenLaws(await check(at(59_000)))).to.deep.equal([]);
    expect(brokenLaws(await check(at(61_900)))).to.deep.equal([]);
    expect(brokenLaws(await check(at(62_100)))).to.deep.equal(['linksOutsideWindow']);
  });

  it('should take the lag on the sensor clock where the host is off', async () => {
    const off = { clock_offset_us: 7 * 3600 * 1e6 };
    const events = [{ time_us: START + 7 * 3600 * 1e6 + 100_000 }];

    expect(brokenLaws(await check({ subjects: [off], events }))).to.deep.equal([]);
    expect(brokenLaws(await check({ events }))).to.deep.equal(['linkLagsWrong']);
  });

  it('should not take a row of another subject for a parent', async () => {
    const findings = await check({
      subjects: [{}, { subject_key: 2 }],
      events: [{}, { subject_key: 2, event_id: 21 }],
      links: [],
    });

    expect(brokenLaws(findings)).to.deep.equal(['orphans']);
    expect(findings.examples).to.deep.equal([
      {
        law: 'orphans',
        table: 'events',
        key: { subject_key: 2, event_id: 21 },
        where: 'subject_key, process_key -> processes',
      },
    ]);
  });

  it('should call rows without their subject orphans', async () => {
    const findings = await check({ subjects: [], links: [] });

    expect(findings.laws.orphans).to.equal(3);
    expect(findings.subjects).to.equal(0);
  });

  it('should set rows aside whose subject key is null', async () => {
    const findings = await check({ flows: [{}, { subject_key: null, flow_id: 2 }] });

    expect(findings.laws).to.include({ nullKeys: 1, orphans: 0 });
    expect(findings.rows.flows).to.equal(2);
  });

  it('should show keys and never values in its examples', async () => {
    const secret = 'secret.example';
    const names = [
      { fqdn: secret, address: '10.0.0.1' },
      { fqdn: secret, address: '10.0.0.1' },
    ];

    const findings = await check({ names });

    expect(brokenLaws(findings)).to.deep.equal(['duplicateKeys']);
    expect(JSON.stringify(findings.examples)).not.to.include(secret).and.not.to.include('10.0.0.1');
  });

  it('should count all but show only the first few of each law', async () => {
    const flows = Array.from({ length: 40 }, (_, index) => ({
      flow_id: index + 100,
      src_ip: '10.9.9.9',
    }));

    const findings = await check({ flows, links: [] });

    expect(findings.laws.orphans).to.equal(40);
    expect(findings.examples).to.have.length(5);
  });

  it('should refuse a table that is not sorted by subject', async () => {
    const subjects = [{ subject_key: 2 }, { subject_key: 1 }];

    const error = await check({ subjects }).catch((one: unknown) => one);

    expect(error).to.be.instanceOf(DataError);
    expect((error as DataError).details).to.include({ table: 'subjects', subjectKey: 1 });
  });

  it('should read the tables side by side and run at most one subject ahead in any', async () => {
    const read = { subjects: 0, flows: 0 };
    let lead = 0;
    const source = async function* (table: string) {
      if (table !== 'subjects' && table !== 'flows') return;
      for (let subjectKey = 1; subjectKey <= 500; subjectKey += 1) {
        read[table] += 1;
        lead = Math.max(lead, Math.abs(read.subjects - read.flows));
        yield [rowOf(table, { subject_key: subjectKey })];
      }
    };

    const findings = await checkIntegrity({ schema, rows: source });

    expect(findings.rows).to.include({ subjects: 500, flows: 500 });
    expect(lead).to.be.at.most(2);
  });
});

describe('reportIntegrity', () => {
  it('should begin with the four figures of the report and add what comes too early to order', async () => {
    const events = [{ time_us: START - 1 }];
    const processes = [{ first_seen_us: START }];

    const findings = await check({ events, processes, links: [] });

    expect(findings.laws.parentsAfterChildren).to.equal(1);
    expect(Object.keys(reportIntegrity(findings)).slice(0, 4)).to.deep.equal([
      'orphans',
      'duplicateKeys',
      'orderViolations',
      'linksOutsideWindow',
    ]);
    expect(reportIntegrity(findings).orderViolations).to.equal(1);
  });
});

type Cells = Readonly<Record<string, Value>>;

const DEFAULTS: Readonly<Record<string, Cells>> = {
  subjects: { subject_key: 1, kind: 'host' },
  endpoints: { scope: 'external' },
  names: { valid_from_us: START - 1e9, valid_to_us: START + 1e9, address: '8.8.8.8' },
  processes: { subject_key: 1, process_key: 1, first_seen_us: START - 5, host: 'ws1.example' },
  events: {
    subject_key: 1,
    event_id: 1,
    process_key: 1,
    time_us: START + 100_000,
    host: 'ws1.example',
    event_type: '3',
    protocol: 'udp',
    initiated: true,
    src_ip: '10.0.0.1',
    src_port: 50_000,
    dst_ip: '8.8.8.8',
    dst_port: 53,
  },
  flows: {
    subject_key: 1,
    flow_id: 1,
    start_us: START,
    protocol: 'udp',
    src_ip: '10.0.0.1',
    src_port: 50_000,
    dst_ip: '8.8.8.8',
    dst_port: 53,
  },
  links: {
    subject_key: 1,
    link_id: 1,
    event_id: 1,
    flow_id: 1,
    dt_ms: 100,
    method: 'cid',
    confidence: 1,
    rank: 1,
    window_ms: 2000,
  },
};

function check(change: Readonly<Record<string, readonly Cells[]>>): Promise<IntegrityFindings> {
  const usual: Readonly<Record<string, readonly Cells[]>> = {
    subjects: [{}],
    endpoints: [{ address: '10.0.0.1' }, { address: '8.8.8.8' }],
    processes: [{}],
    events: [{}],
    flows: [{}],
    links: [{}],
    names: [],
    ...change,
  };
  const rows = new Map<string, readonly Row[]>();
  for (const [table, cells] of Object.entries(usual)) {
    rows.set(
      table,
      cells.map((one) => rowOf(table, one)),
    );
  }
  return checkIntegrity({ schema, rows: memoryRows(rows, 2) });
}

function rowOf(table: string, cells: Cells): Row {
  const filled: Cells = { ...DEFAULTS[table], ...cells };
  return tableNamed(schema, table).columns.map((one) => filled[one.name] ?? null);
}
