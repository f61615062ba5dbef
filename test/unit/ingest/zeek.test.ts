import { expect } from 'chai';
import { describe, it } from 'mocha';
import { FLOW_FIELDS } from '../../../engine/ingest/records.ts';
import { readContent } from './read-text.ts';

const CONN_FIELDS =
  '#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes' +
  '\tresp_bytes\tconn_state\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\tlabel';
const HEADER = '#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n';
const CONN_TSV = { kind: 'flows', format: 'zeek-conn-tsv' } as const;
const DNS_FIELDS = '#fields\tts\tid.orig_h\tid.resp_h\ttrans_id\tquery\tanswers\tTTLs';

describe('the zeek-conn-tsv reader', () => {
  it('should read a bidirectional flow', async () => {
    const row =
      '1655071198.444458\tC1\t147.32.81.167\t62771\t40.74.108.123\t443\ttcp\tssl\t1.135424' +
      '\t1596\t4039\tSF\t14\t1016\t16\t1226\tBenign';

    const { records, skipped, lines } = await readContent(
      `${HEADER}${CONN_FIELDS}\n${row}\n#close\t2022\n`,
      CONN_TSV,
    );

    expect(skipped).to.equal(6);
    expect(lines).to.deep.equal([6]);
    expect(records).to.deep.equal([
      {
        start_us: 1_655_071_198_444_458,
        duration_us: 1_135_424,
        raw_time: '1655071198.444458',
        protocol: 'tcp',
        src_ip: '147.32.81.167',
        src_port: 62_771,
        dst_ip: '40.74.108.123',
        dst_port: 443,
        src_packets: 14,
        src_bytes: 1016,
        dst_packets: 16,
        dst_bytes: 1226,
        tcp_flags: null,
        state: 'SF',
        service: 'ssl',
        tos: null,
        label: 'Benign',
      },
    ]);
    expect(Object.keys(records[0] ?? {}).sort()).to.deep.equal([...FLOW_FIELDS].sort());
  });

  it('should read unset fields as missing, and payload bytes where there are no others', async () => {
    const row =
      '1655071198.444458\tC1\tfe80::1\t134\tff02::1\t0\ticmp\t-\t-\t56\t0\tOTH\t1\t-\t-\t-\t(empty)';

    const { records } = await readContent(`${HEADER}${CONN_FIELDS}\n${row}\n`, CONN_TSV);

    expect(records[0]).to.include({
      protocol: 'ipv6-icmp',
      src_port: 134,
      dst_port: 0,
      duration_us: null,
      service: null,
      src_bytes: 56,
      dst_bytes: 0,
      dst_packets: null,
      label: null,
    });
  });

  it('should follow the header of a log that was joined to another', async () => {
    const fields = '#fields\tproto\tts\tid.resp_h\tid.orig_h';
    const text = `${fields}\nudp\t1.5\t10.0.0.1\t10.0.0.2\n#fields\tts\tproto\tid.orig_h\tid.resp_h\n2\tudp\t10.0.0.2\t10.0.0.1\n`;

    const { records, bad } = await readContent(text, CONN_TSV);

    expect(bad).to.deep.equal([]);
    expect(records.map((one) => one.start_us)).to.deep.equal([1_500_000, 2_000_000]);
    expect(records.map((one) => one.src_ip)).to.deep.equal(['10.0.0.2', '10.0.0.2']);
  });

  it('should set aside rows before the header and rows of another width', async () => {
    const { bad } = await readContent(`1\t2\n${CONN_FIELDS}\n1\t2\n`, CONN_TSV);

    expect(bad.map(({ line, reason }) => [line, reason])).to.deep.equal([
      [1, 'comes before #fields'],
      [3, 'has 2 fields in place of 17'],
    ]);
  });
});

describe('the zeek-conn-json reader', () => {
  for (const spelling of ['id_orig_h', 'id.orig_h']) {
    it(`should read the spelling ${spelling}`, async () => {
      const sign = spelling[2] ?? '';
      const line = JSON.stringify({
        ts: 1588205199.82437,
        [`id${sign}orig_h`]: '10.0.1.6',
        [`id${sign}orig_p`]: 54243,
        [`id${sign}resp_h`]: '10.0.0.4',
        [`id${sign}resp_p`]: 53,
        proto: 'udp',
        duration: 0.001528024673461914,
        conn_state: 'SF',
        orig_bytes: 39,
        orig_ip_bytes: 67,
      });

      const { records } = await readContent(line, { kind: 'flows', format: 'zeek-conn-json' });

      expect(records[0]).to.include({
        start_us: 1_588_205_199_824_370,
        raw_time: '1588205199.82437',
        duration_us: 1528,
        src_port: 54_243,
        src_bytes: 67,
        dst_bytes: null,
      });
    });
  }

  it('should read ISO stamps', async () => {
    const line =
      '{"ts":"2020-04-30T00:06:39.824370Z","id.orig_h":"10.0.1.6","id.resp_h":"10.0.0.4","proto":"esp"}';

    const { records } = await readContent(line, { kind: 'flows', format: 'zeek-conn-json' });

    expect(records[0]).to.include({ start_us: 1_588_205_199_824_370, src_port: null });
  });
});

describe('the zeek-dns readers', () => {
  const expected = {
    time_us: 1_655_159_382_670_825,
    raw_time: '1655159382.670825',
    client_ip: '10.0.1.6',
    server_ip: '10.0.0.4',
    query: 'www.example.org',
    answers: '10.0.0.4|2001:db8::1',
    ttl_s: 60,
  };

  it('should read a name and its addresses from TSV', async () => {
    const row =
      '1655159382.670825\t10.0.1.6\t10.0.0.4\t7\tWWW.example.org\tcdn.example.net,10.0.0.4,2001:DB8::1' +
      '\t3600.000000,60.000000,60.000000';
    const unnamed = '1655159382.670825\t10.0.1.6\t10.0.0.4\t7\t-\t-\t-';

    const { records, skipped, bad } = await readContent(
      `${HEADER}${DNS_FIELDS}\n${row}\n${unnamed}\n`,
      { kind: 'dns', format: 'zeek-dns-tsv' },
    );

    expect(records).to.deep.equal([expected]);
    expect([skipped, bad.length]).to.deep.equal([6, 0]);
  });

  it('should read a name and its addresses from JSON', async () => {
    const line = JSON.stringify({
      ts: 1655159382.670825,
      id_orig_h: '10.0.1.6',
      id_resp_h: '10.0.0.4',
      query: 'www.example.org.',
      answers: ['cdn.example.net', '10.0.0.4', '2001:db8::1'],
      TTLs: [3600, 60, 60],
    });

    const { records } = await readContent(line, { kind: 'dns', format: 'zeek-dns-json' });

    expect(records).to.deep.equal([expected]);
  });
});
