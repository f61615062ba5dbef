import { expect } from 'chai';
import { describe, it } from 'mocha';
import { RowDefect } from '../../../engine/ingest/bad-row.ts';
import { parseEventType } from '../../../engine/ingest/sysmon-event.ts';
import { parseSysmonJson } from '../../../engine/ingest/sysmon-json.ts';
import { SYSMON_KINDS } from '../../../engine/schema/sysmon-kinds.ts';

const GUID = '{81056205-d0f9-64d4-2700-000000000800}';
const TARGET = '{81056205-d0f9-64d4-2800-000000000800}';
const HASHES = 'SHA1=0A,MD5=0B,SHA256=0C,IMPHASH=00';

describe('SYSMON_KINDS', () => {
  it('should name every event id that is read', () => {
    const ids = Object.keys(SYSMON_KINDS).map(Number);

    for (const id of ids) expect(parseEventType('EventID', String(id))).to.equal(id);
    expect(ids).to.have.length(30);
  });

  it('should lie in the columns of the record, kind by kind', () => {
    for (const [id, kind] of Object.entries(SYSMON_KINDS)) {
      const named = [kind.target, kind.detail, kind.hashes, ...kind.value];
      const fields = named.filter((name) => name !== null);
      const record = read(
        Number(id),
        Object.fromEntries(fields.map((name) => [name, `<${name}>`])),
      );
      const written = (name: string | null) => (name === null ? null : `<${name}>`);

      expect(record?.target, id).to.equal(written(kind.target));
      expect(record?.detail, id).to.equal(written(kind.detail));
      expect(record?.hashes, id).to.equal(written(kind.hashes));
      expect(record?.value, id).to.equal(kind.value.map(written).join('|') || null);
    }
  });
});

describe('fields of the rarer Sysmon kinds', () => {
  it('should take what a process was created from', () => {
    const created = { Hashes: HASHES, CurrentDirectory: 'C:\\Windows\\' };

    expect(read(1, created)).to.include({ hashes: HASHES, current_directory: 'C:\\Windows\\' });
    expect(read(5, created)).to.include({ hashes: null, current_directory: null });
  });

  for (const spelling of ['TargetProcessGUID', 'TargetProcessGuid']) {
    it(`should take the process acted on from ${spelling}`, () => {
      const access = { [spelling]: TARGET.toUpperCase(), TargetImage: 'lsass.exe' };

      for (const kind of [8, 10]) {
        expect(read(kind, access)).to.include({ target_guid: TARGET, target: 'lsass.exe' });
      }
      expect(read(11, access)?.target_guid).to.equal(null);
    });
  }

  it('should refuse an acted on process that is no GUID', () => {
    expect(() => read(10, { TargetProcessGUID: 'lsass' })).to.throw(RowDefect, 'is no GUID');
  });

  it('should join the parts of a start, and tell those that are missing', () => {
    const address = '0x00007FF89C865EA0';
    const start = { StartModule: 'C:\\k.dll', StartFunction: 'LoadLibraryA' };

    expect(read(8, { ...start, StartAddress: address })?.value).to.equal(
      `C:\\k.dll|LoadLibraryA|${address}`,
    );
    expect(read(8, { StartModule: '-', StartAddress: address })?.value).to.equal(`-|-|${address}`);
    expect(read(8, {})?.value).to.equal(null);
  });

  const windows = 'Microsoft Windows';
  for (const [written, signature] of [
    [{ Signed: 'true', Signature: windows, SignatureStatus: 'Valid' }, windows],
    [{ Signed: 'true', Signature: windows }, windows],
    [{ Signed: 'true', Signature: windows, SignatureStatus: 'Expired' }, `${windows}|Expired`],
    [{ Signed: 'false', Signature: '-', SignatureStatus: 'Unavailable' }, 'unsigned'],
    [{ Signature: '-' }, null],
  ] as const) {
    it(`should say ${signature} of ${JSON.stringify(written)}`, () => {
      expect(read(7, written)?.signature).to.equal(signature);
      expect(read(6, written)?.signature).to.equal(signature);
      expect(read(1, written)?.signature).to.equal(null);
    });
  }

  it('should find a name in the message where the collector kept it there alone', () => {
    const message = 'WmiEventConsumer:\r\nOperation: Deleted\r\nName:  "Evil"\r\nType: Script';

    expect(read(20, { Message: message })).to.include({ target: '"Evil"', detail: 'Deleted' });
  });

  it('should refuse a message whose word no database can hold', () => {
    const message = 'WmiEventConsumer:\r\nName: a\0b\r\nOperation: Deleted';

    expect(() => read(20, { Message: message })).to.throw(RowDefect, 'holds NUL');
  });
});

function read(kind: number, fields: object) {
  const event = {
    EventID: kind,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: 'MKT01',
    UtcTime: '2023-08-16 04:53:46.060',
    ProcessGuid: GUID,
    ...fields,
  };
  return parseSysmonJson(JSON.stringify(event), 64);
}
