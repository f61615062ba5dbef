import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import { readContent, rejectionOf } from './read-text.ts';

const NFDUMP = { kind: 'flows', format: 'nfdump-csv' } as const;
const UGR16 = { kind: 'flows', format: 'ugr16-csv' } as const;
const OLD = 'ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt';
const START_US = Date.UTC(2020, 8, 20, 21, 7, 36) * 1000;

describe('the nfdump-csv reader', () => {
  it('should read nfdump 1.6, its zeros on the way back as missing', async () => {
    const row =
      '2020-09-20 21:07:36,2020-09-20 21:09:08,91.987,172.18.39.5,10.10.10.5,56495,80,TCP,...AP...,0,8,57,5624,0,0';

    const { records, skipped } = await readContent(`${OLD}\r\n${row}\r\n`, NFDUMP);

    expect(skipped).to.equal(1);
    expect(records).to.deep.equal([
      {
        start_us: START_US,
        duration_us: 91_987_000,
        raw_time: '2020-09-20 21:07:36',
        protocol: 'tcp',
        src_ip: '172.18.39.5',
        src_port: 56_495,
        dst_ip: '10.10.10.5',
        dst_port: 80,
        src_packets: 57,
        src_bytes: 5624,
        dst_packets: null,
        dst_bytes: null,
        tcp_flags: '...AP...',
        state: null,
        service: null,
        tos: 8,
        label: null,
      },
    ]);
  });

  it('should read nfdump 1.7', async () => {
    const text =
      'firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n' +
      '2020-09-20 21:07:36.250,0.5,17,10.0.0.1,5353,224.0.0.251,5353,3,300,1\n';

    const { records } = await readContent(text, NFDUMP);

    expect(records[0]).to.include({
      start_us: START_US + 250_000,
      duration_us: 500_000,
      protocol: 'udp',
      src_packets: 3,
      src_bytes: 300,
      tcp_flags: null,
    });
  });

  it('should read CIDDS, its shortened bytes spelt out', async () => {
    const text =
      'Date first seen,Duration,Proto,Src IP Addr,Src Pt,Dst IP Addr,Dst Pt,Packets,Bytes,Flows,Flags,Tos,class\n' +
      '2020-09-20 21:07:36.000,   0.004,TCP  ,192.168.100.5,445,192.168.220.16,58844.0,1,    1.2 M,1,.AP...,0,normal\n';

    const { records } = await readContent(text, NFDUMP);

    expect(records[0]).to.include({ src_bytes: 1_200_000, dst_port: 58_844, label: 'normal' });
  });

  it('should read type and code of ICMP in place of ports', async () => {
    const icmp = (dp: string, pr: string, sa: string) =>
      `2020-09-20 21:07:36,2020-09-20 21:07:36,0.000,${sa},${sa},0,${dp},${pr},......,0,0,1,60,1,60`;
    const rows = [
      icmp('8.0', 'ICMP', '10.0.0.1'),
      icmp('2048', '1', '10.0.0.1'),
      icmp('34304', 'ICMP6', 'fe80::1'),
      icmp('0', 'ESP', '10.0.0.1'),
    ];

    const { records } = await readContent([OLD, ...rows].join('\n'), NFDUMP);

    expect(
      records.map((one) => [one.protocol, one.src_port, one.dst_port, one.dst_bytes]),
    ).to.deep.equal([
      ['icmp', 8, 0, 60],
      ['icmp', 8, 0, 60],
      ['ipv6-icmp', 134, 0, 60],
      ['esp', null, null, 60],
    ]);
  });

  it('should skip the summary, and read on after a second header', async () => {
    const row = '2020-09-20 21:07:36,,1,10.0.0.1,10.0.0.2,1,2,TCP,S,0,0,1,60,0,0';
    const summary = 'Summary\nflows,bytes,packets\n1,60,1';

    const all = await readContent([OLD, row, summary, OLD, row].join('\n'), NFDUMP);

    expect(all.records.length).to.equal(2);
    expect([all.skipped, all.bad.length]).to.deep.equal([5, 0]);
  });

  it('should refuse a file without a header that it knows', async () => {
    const error = await rejectionOf(readContent('a,b,c\n1,2,3\n', NFDUMP));

    expect(error).to.be.instanceOf(DataError);
    expect((error as DataError).details.found).to.equal('a,b,c');
  });
});

describe('the ugr16-csv reader', () => {
  const row =
    '2020-09-20 21:07:36,1.004,42.219.100.132,42.219.159.95,445,29810,TCP,.A.R..,0,40,3,120';

  it('should start a flow its duration before its end', async () => {
    const text = `te,td,sa,da,sp,dp,pr,flg,fwd,stos,pkt,byt,lable\n${row},background\n`;

    const { records } = await readContent(text, UGR16);

    expect(records[0]).to.include({
      start_us: START_US - 1_004_000,
      duration_us: 1_004_000,
      raw_time: '2020-09-20 21:07:36',
      src_packets: 3,
      src_bytes: 120,
      dst_bytes: null,
      tcp_flags: '.A.R..',
      tos: 40,
      label: 'background',
    });
  });

  it('should read its raw files, with and without labels', async () => {
    const labelled = await readContent(`${row},blacklist\n`, UGR16);
    const unlabelled = await readContent(`${row}\n`, UGR16);

    expect(labelled.records[0]?.label).to.equal('blacklist');
    expect(unlabelled.records[0]?.label).to.equal(null);
  });

  it('should set aside rows of another width, and flows from before 1970', async () => {
    const early = row.replace(/^.*?,1.004/, '1970-01-01 00:00:05,6.5');

    const { bad } = await readContent([row, `${row},x`, early].join('\n'), UGR16);

    expect(bad.map(({ line, reason }) => `${line} ${reason}`)).to.deep.equal([
      '2 has 13 fields in place of 12',
      '3 td: is longer than the time since 1970: 6500000 us',
    ]);
  });
});
