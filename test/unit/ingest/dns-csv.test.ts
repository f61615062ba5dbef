import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import { readContent, rejectionOf } from './read-text.ts';

const OPTIONS = { kind: 'dns', format: 'tshark-dns-csv' } as const;
const HEADER =
  'frame_time_epoch,ip_src,ip_dst,dns_qry_name,dns_qry_type,dns_rcode,dns_resp_name,dns_a,dns_aaaa';

describe('the tshark-dns-csv reader', () => {
  it('should read a response, its source as the server', async () => {
    const row =
      '"1600636117.085266000","172.18.38.5","172.18.39.5","CTLDL.example.com","1","0","x|y","13.107.4.50|13.107.4.50","2001:DB8::1"';

    const { records, skipped } = await readContent(`${HEADER}\n${row}\n`, OPTIONS);

    expect(skipped).to.equal(1);
    expect(records).to.deep.equal([
      {
        time_us: 1_600_636_117_085_266,
        raw_time: '1600636117.085266000',
        client_ip: '172.18.39.5',
        server_ip: '172.18.38.5',
        query: 'ctldl.example.com',
        answers: '13.107.4.50|2001:db8::1',
        ttl_s: null,
      },
    ]);
  });

  it('should read dotted names, times to live, and leave out queries', async () => {
    const text =
      'frame.time_epoch,ip.src,ip.dst,dns.flags.response,dns.qry.name,dns.a,dns.resp.ttl\n' +
      '1600636117.5,10.0.0.9,10.0.0.1,0,a.example,,\n' +
      '1600636117.6,10.0.0.1,10.0.0.9,1,a.example,10.0.0.7,"300,60"\n';

    const { records, skipped } = await readContent(text, OPTIONS);

    expect(skipped).to.equal(2);
    expect(records[0]).to.include({ client_ip: '10.0.0.9', answers: '10.0.0.7', ttl_s: 60 });
  });

  it('should refuse a file without its header', async () => {
    expect(await rejectionOf(readContent('a,b\n', OPTIONS))).to.be.instanceOf(DataError);
  });
});
