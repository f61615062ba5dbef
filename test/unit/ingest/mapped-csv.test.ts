import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError, ScenarioError } from '../../../engine/core/errors.ts';
import { DNS_FIELDS, EVENT_FIELDS, FLOW_FIELDS } from '../../../engine/ingest/records.ts';
import { readContent, rejectionOf } from './read-text.ts';

const FLOW_COLUMNS = { start_us: 'When', protocol: 'P', src_ip: 'From', dst_ip: 'To' };

describe('the csv reader', () => {
  it('should read flows through their column map', async () => {
    const text =
      'To,From,P,When,End,Port,"B, in"\n10.0.0.2,10.0.0.1,6,1588205199824,1588205200000,443,"1.5 K"\n';
    const columns = { ...FLOW_COLUMNS, end_us: 'End', dst_port: 'Port', src_bytes: 'B, in' };

    const { records } = await readContent(text, {
      kind: 'flows',
      format: 'csv',
      columns,
      timeUnit: 'ms',
    });

    expect(records[0]).to.include({
      start_us: 1_588_205_199_824_000,
      duration_us: 176_000,
      raw_time: '1588205199824',
      protocol: 'tcp',
      src_ip: '10.0.0.1',
      src_port: null,
      dst_port: 443,
      src_bytes: 1500,
      label: null,
    });
    expect(Object.keys(records[0] ?? {}).sort()).to.deep.equal([...FLOW_FIELDS].sort());
  });

  it('should read events through their column map', async () => {
    const text =
      'time,machine,id,guid,dir\n2020-01-01T00:00:00Z,PC1.corp.,3,81056205-D0F9-64D4-2700-000000000800,true\n';
    const columns = {
      time_us: 'time',
      host: 'machine',
      event_type: 'id',
      process_guid: 'guid',
      initiated: 'dir',
    };

    const { records } = await readContent(text, { kind: 'events', format: 'csv', columns });

    expect(records[0]).to.include({ host: 'pc1.corp', event_type: 3, initiated: true });
    expect(records[0]?.process_guid).to.equal('{81056205-d0f9-64d4-2700-000000000800}');
    expect(Object.keys(records[0] ?? {}).sort()).to.deep.equal([...EVENT_FIELDS].sort());
  });

  it('should read DNS through its column map, empty cells as missing', async () => {
    const text = 't,q,a,c,ttl\n1.5,A.example,10.0.0.1;10.0.0.2,-,30\n2.5,b.example,,,\n';
    const columns = { time_us: 't', query: 'q', answers: 'a', client_ip: 'c', ttl_s: 'ttl' };

    const { records } = await readContent(text, { kind: 'dns', format: 'csv', columns });

    expect(records.map((one) => [one.query, one.answers, one.ttl_s])).to.deep.equal([
      ['a.example', '10.0.0.1|10.0.0.2', 30],
      ['b.example', '', null],
    ]);
    expect(Object.keys(records[0] ?? {}).sort()).to.deep.equal([...DNS_FIELDS].sort());
  });

  it('should set aside rows without a required field, and ends before starts', async () => {
    const text = 'When,P,From,To,End\n,tcp,10.0.0.1,10.0.0.2,\n5,tcp,10.0.0.1,10.0.0.2,4\n';
    const columns = { ...FLOW_COLUMNS, end_us: 'End' };

    const { bad } = await readContent(text, { kind: 'flows', format: 'csv', columns });

    expect(bad.map(({ reason }) => reason)).to.deep.equal([
      'start_us: is missing',
      'end_us: lies before the start: 4000000',
    ]);
  });

  it('should refuse a map that names no field of ours, or misses one', async () => {
    for (const columns of [
      { ...FLOW_COLUMNS, colour: 'x' },
      { ...FLOW_COLUMNS, constructor: 'x' },
      { start_us: 'When' },
      {},
    ]) {
      const options = { kind: 'flows', format: 'csv', columns } as const;

      expect(await rejectionOf(readContent('a\n', options))).to.be.instanceOf(ScenarioError);
    }
  });

  it('should refuse a header that lacks a mapped column', async () => {
    const options = { kind: 'flows', format: 'csv', columns: FLOW_COLUMNS } as const;

    const error = await rejectionOf(readContent('When,P,From,__proto__\n', options));

    expect(error).to.be.instanceOf(DataError);
    expect((error as DataError).details.column).to.equal('To');
  });
});
