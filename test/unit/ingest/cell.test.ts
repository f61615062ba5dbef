import { expect } from 'chai';
import { describe, it } from 'mocha';
import { RowDefect } from '../../../engine/ingest/bad-row.ts';
import {
  domainName,
  icmpTypeAndCode,
  parseBoolean,
  parseCount,
  parseGuid,
  parseInteger,
  parsePort,
} from '../../../engine/ingest/cell.ts';

describe('parseInteger', () => {
  it('should keep every integer up to 2^53', () => {
    expect(parseInteger('n', '9007199254740991')).to.equal(9007199254740991);
    expect(parseInteger('n', ' 0080 ')).to.equal(80);
    expect(parseInteger('n', '80.0')).to.equal(80);
  });

  it('should refuse what it would have to round', () => {
    for (const text of ['9007199254740992', '18446744073709551615', '80.5', '1e3', '-1', '0x1f']) {
      expect(() => parseInteger('n', text), text).to.throw(RowDefect, 'n: ');
    }
  });
});

describe('parsePort', () => {
  it('should refuse what is above 65535', () => {
    expect(parsePort('p', '65535')).to.equal(65_535);
    expect(() => parsePort('p', '65536')).to.throw(RowDefect);
  });
});

describe('parseCount', () => {
  it('should spell out what nfdump shortens', () => {
    expect(parseCount('b', '  1.2 M')).to.equal(1_200_000);
    expect(parseCount('b', '3 G')).to.equal(3_000_000_000);
    expect(parseCount('b', '1065')).to.equal(1065);
  });
});

describe('icmpTypeAndCode', () => {
  it('should read both ways of exporters', () => {
    expect(icmpTypeAndCode('dp', '8.0')).to.deep.equal([8, 0]);
    expect(icmpTypeAndCode('dp', '3.10')).to.deep.equal([3, 10]);
    expect(icmpTypeAndCode('dp', '2048')).to.deep.equal([8, 0]);
    expect(icmpTypeAndCode('dp', '771')).to.deep.equal([3, 3]);
    expect(icmpTypeAndCode('dp', '34304')).to.deep.equal([134, 0]);
  });
});

describe('domainName', () => {
  it('should lower the case and drop the trailing dot', () => {
    expect(domainName('DC01.PandaLab.com.')).to.equal('dc01.pandalab.com');
    expect(domainName('.')).to.equal(null);
  });
});

describe('parseGuid', () => {
  it('should put braces around lower case', () => {
    expect(parseGuid('g', '81056205-D0F9-64D4-2700-000000000800')).to.equal(
      '{81056205-d0f9-64d4-2700-000000000800}',
    );
  });

  it('should read the GUID of zeros as none', () => {
    expect(parseGuid('g', '{00000000-0000-0000-0000-000000000000}')).to.equal(null);
  });

  it('should refuse what is no GUID', () => {
    expect(() => parseGuid('g', '{81056205}')).to.throw(RowDefect, 'g: ');
  });
});

describe('parseBoolean', () => {
  it('should read the words of logs', () => {
    expect(parseBoolean('b', 'True')).to.equal(true);
    expect(parseBoolean('b', 'false')).to.equal(false);
    expect(() => parseBoolean('b', 'maybe')).to.throw(RowDefect);
  });
});
