import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import { detectFormat } from '../../../engine/ingest/detect-format.ts';
import { rejectionOf, withCapture } from './read-text.ts';

const CONN = '#separator \\x09\n#fields\tts\tid.orig_h\tid.resp_h\tproto\tconn_state\n';
const DNS = '#separator \\x09\n#fields\tts\tid.orig_h\tid.resp_h\ttrans_id\tquery\n';
const RAW_UGR = '2016-03-18 10:52:25,0.0,10.0.0.1,10.0.0.2,80,90,TCP,.A....,0,0,1,52,background\n';

describe('detectFormat', () => {
  for (const [expected, kind, content] of [
    ['sysmon-jsonl', 'events', '{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational"}\n'],
    ['sysmon-jsonl', 'events', '{"event_id":1,"event_data":{}}\n'],
    ['sysmon-jsonl', 'events', '{"winlog":{"event_id":1}}\n'],
    ['sysmon-jsonl', 'events', '{"Event":{"System":{"EventID":1}}}\n'],
    ['sysmon-jsonl', 'events', '{broken\n{"EventID":4624,"Channel":"Security"}\n'],
    ['sysmon-xml', 'events', '\ufeff<?xml version="1.0"?><Events>'],
    ['zeek-conn-tsv', 'flows', CONN],
    ['zeek-dns-tsv', 'dns', DNS],
    ['zeek-conn-json', 'flows', '{"ts":1.5,"id_orig_h":"10.0.0.1","conn_state":"SF"}\n'],
    ['zeek-dns-json', 'dns', '{"ts":1.5,"id.orig_h":"10.0.0.1","trans_id":7}\n'],
    ['nfdump-csv', 'flows', 'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt\r\n'],
    ['nfdump-csv', 'flows', 'firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort\n'],
    ['ugr16-csv', 'flows', 'te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,lable\n'],
    ['ugr16-csv', 'flows', RAW_UGR],
    ['tshark-dns-csv', 'dns', '"frame.time_epoch","ip.src","dns.qry.name"\n'],
  ] as const) {
    it(`should recognise ${expected} by ${JSON.stringify(content.slice(0, 30))}`, async () => {
      const detected = await withCapture(gzipSync(content), (file) => detectFormat(file, kind));

      expect(detected).to.equal(expected);
    });
  }

  it('should tell what the file looks like where it holds another kind', async () => {
    const error = await rejectionOf(withCapture(CONN, (file) => detectFormat(file, 'dns')));

    expect(error).to.be.instanceOf(DataError);
    expect((error as DataError).details.found).to.equal('zeek-conn-tsv');
  });

  it('should refuse what it does not know', async () => {
    for (const content of ['', '\n\n', 'a,b,c\n', '[{"EventID":1}]', '{"a":1}\n', '\0\xff']) {
      const error = await rejectionOf(withCapture(content, (file) => detectFormat(file, 'events')));

      expect(error, content).to.be.instanceOf(DataError);
    }
  });
});
