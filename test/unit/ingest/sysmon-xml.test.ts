import { expect } from 'chai';
import { describe, it } from 'mocha';
import { DataError } from '../../../engine/core/errors.ts';
import { readContent, rejectionOf } from './read-text.ts';

const NAMESPACE = "xmlns='http://schemas.microsoft.com/win/2004/08/events/event'";
const OPTIONS = { kind: 'events', format: 'sysmon-xml' } as const;

describe('the sysmon-xml reader', () => {
  it('should read events without a root', async () => {
    const { records, lines, bad } = await readContent(`${event('a')}${event('b')}`, OPTIONS);

    expect(bad).to.deep.equal([]);
    expect(lines).to.deep.equal([1, 1]);
    expect(records.map((one) => one.image)).to.deep.equal(['a', 'b']);
    expect(records[0]).to.include({
      time_us: Date.UTC(2020, 8, 20, 21, 8, 27, 463) * 1000,
      logged_us: Date.UTC(2020, 8, 20, 21, 8, 29, 399) * 1000,
      host: 'workstation5.theshire.local',
      event_type: 11,
      process_id: 7,
      target: 'C:\\x & y',
      user_name: null,
    });
  });

  it('should read events inside a root, one a line or many', async () => {
    const root = `<?xml version="1.0"?>\n<Events note="${'n'.repeat(300)}">\n`;

    const all = await readContent(`${root}${event('a')}\n\n${event('b')}\n</Events>\n`, OPTIONS);

    expect(all.bad).to.deep.equal([]);
    expect(all.lines).to.deep.equal([3, 5]);
  });

  it('should read a file with a byte order mark, in UTF-8 and in UTF-16', async () => {
    const text = `\ufeff<Events>${event('\u00e9\u{1f600}')}</Events>`;

    for (const encoding of ['utf8', 'utf16le'] as const) {
      const { records, bad } = await readContent(Buffer.from(text, encoding), OPTIONS);

      expect(bad).to.deep.equal([]);
      expect(records[0]?.image).to.equal('\u00e9\u{1f600}');
    }
  });

  it('should not read events out of comments and CDATA', async () => {
    const text = `<!-- ${event('no')} -->${event(`<![CDATA[</Event><Event>]]>`)}<!-- <Event> -->`;

    const { records, bad } = await readContent(text, OPTIONS);

    expect(bad).to.deep.equal([]);
    expect(records.map((one) => one.image)).to.deep.equal(['</Event><Event>']);
  });

  it('should skip the events of other channels', async () => {
    const other = event('a').replace('Microsoft-Windows-Sysmon/Operational', 'Security');

    const { records, skipped } = await readContent(other + event('b'), OPTIONS);

    expect(records.length).to.equal(1);
    expect(skipped).to.equal(1);
  });

  it('should lose only the event that is broken', async () => {
    const broken = event('b').replace('</Data>', '</Datum>');
    const open = event('c').replace('</Event>', '');
    const text = [event('a'), broken, open, event('d'), 'stray', event('e'), open].join('\n');

    const { records, bad } = await readContent(text, OPTIONS);

    expect(records.map((one) => one.image)).to.deep.equal(['a', 'd', 'e']);
    expect(bad.map(({ line, reason }) => `${line} ${reason.slice(0, 24)}`)).to.deep.equal([
      '2 is not well-formed XML: ',
      '3 ends before </Event>',
      '4 stands outside of any Ev',
      '7 ends before </Event>',
    ]);
  });

  it('should tell text that holds no event at all', async () => {
    const { records, bad } = await readContent('not XML', OPTIONS);

    expect(records).to.deep.equal([]);
    expect(bad.map(({ reason }) => reason)).to.deep.equal(['stands outside of any Event']);
  });

  it('should refuse DOCTYPE and entities, whatever they hold', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]>';

    const error = await rejectionOf(readContent(`${bomb}${event('a')}`, OPTIONS));

    expect(error).to.be.instanceOf(DataError);
    expect((error as DataError).details).to.include({ line: 1, mark: '<!DOCTYPE' });
  });

  it('should bound the depth and the length of an event', async () => {
    const deep = event(`${'<a>'.repeat(40)}${'</a>'.repeat(40)}`);
    const long = event('x'.repeat(300_000));

    const { records, bad } = await readContent(`${deep}${long}\n${event('ok')}`, {
      ...OPTIONS,
      limits: { lineBytes: 100_000 },
    });

    expect(records.map((one) => one.image)).to.deep.equal(['ok']);
    expect(bad.map(({ reason }) => reason)).to.deep.equal([
      'is nested deeper than 32',
      'is longer than 100000 characters',
    ]);
  });

  it('should set aside an event that is not UTF-8', async () => {
    const bytes = Buffer.from(event('caf\u00e9'), 'latin1');

    const { records, bad } = await readContent(bytes, OPTIONS);

    expect(records).to.deep.equal([]);
    expect(bad.map(({ reason }) => reason)).to.deep.equal(['is not UTF-8']);
  });
});

function event(image: string): string {
  return `<Event ${NAMESPACE}><System><Provider Name='Microsoft-Windows-Sysmon' Guid='{1}'/>
<EventID>11</EventID><TimeCreated SystemTime='2020-09-20T21:08:29.3990000Z'/><EventRecordID>5</EventRecordID>
<Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>WORKSTATION5.theshire.local</Computer>
</System><EventData><Data Name='UtcTime'>2020-09-20 21:08:27.463</Data><Data Name='ProcessId'>7</Data>
<Data Name='Image'>${image}</Data><Data Name="TargetFilename">C:\\x &amp; y</Data><Data Name="User">-</Data>
</EventData></Event>`.replaceAll('\n', '');
}
