import { expect } from 'chai';
import { describe, it } from 'mocha';
import { StateError } from '../../../engine/core/errors.ts';
import { openPseudonyms } from '../../../engine/subjects/pseudonyms.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, at) => 255 - at);

describe('openPseudonyms', () => {
  const mapping = openPseudonyms(KEY);

  it('should replace a label alike in names, realms and machine accounts', () => {
    const host = mapping.fqdn('ws-17.acme.local');
    const [label = '', domain = ''] = host.split('.');

    expect(host)
      .to.match(/^[a-z]{2}-\d\d\.[a-z]{4}\.local$/)
      .and.not.equal('ws-17.acme.local');
    expect(mapping.user('ACME\\WS-17$')).to.equal(
      `${domain.toUpperCase()}\\${label.toUpperCase()}$`,
    );
    expect(mapping.fqdn('ws-17')).to.equal(label);
    expect(mapping.user('joe@acme.local').endsWith(`@${domain}.local`)).to.equal(true);
  });

  it('should keep suffixes, common labels and well-known values', () => {
    expect(mapping.fqdn('www.acme.co.uk')).to.match(/^www\.[a-z]{4}\.co\.uk$/);
    expect(mapping.fqdn('_ldap._tcp.dc._msdcs.acme.local')).to.match(/^_ldap\._tcp\.dc\._msdcs\./);
    expect(mapping.address('127.0.0.1')).to.equal('127.0.0.1');
    expect(mapping.address('ff02::fb')).to.equal('ff02::fb');
    expect(mapping.user('NT AUTHORITY\\SYSTEM')).to.equal('NT AUTHORITY\\SYSTEM');
  });

  it('should keep no last label that somebody made up', () => {
    expect(mapping.fqdn('ws1.acmecorp'))
      .to.match(/^[a-z]{2}\d\.[a-z]{8}$/)
      .and.not.include('acme');
  });

  it('should let reverse names follow the addresses, zones too', () => {
    const moved = mapping.address('84.12.7.9').split('.').reverse();

    expect(mapping.fqdn('9.7.12.84.in-addr.arpa')).to.equal(`${moved.join('.')}.in-addr.arpa`);
    expect(mapping.fqdn('12.84.in-addr.arpa')).to.equal(`${moved.slice(2).join('.')}.in-addr.arpa`);
  });

  it('should write GUIDs in the form they have', () => {
    const moved = mapping.guid('{F1A2B3C4-0001-0002-0003-0000000000AB}');

    expect(moved).to.match(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/);
    expect(mapping.guid('00000000-0000-0000-0000-000000000000')).to.match(/^0{8}-/);
  });

  it('should refuse everything once the key is forgotten', () => {
    const other = openPseudonyms(KEY);
    other.forget();

    for (const sort of ['address', 'fqdn', 'user', 'guid'] as const) {
      expect(() => other[sort]('10.0.0.1')).to.throw(StateError);
    }
  });
});
