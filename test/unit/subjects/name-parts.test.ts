import { expect } from 'chai';
import { describe, it } from 'mocha';
import { nameParts } from '../../../engine/subjects/name-parts.ts';

describe('nameParts', () => {
  it('should cut names at the public suffix', () => {
    expect(nameParts('WWW.shop.co.uk')).to.deep.equal({
      kind: 'public',
      labels: ['www'],
      stem: 'shop',
      suffix: 'co.uk',
    });
    expect(nameParts('a.b.core.windows.net')).to.include({ stem: 'windows', suffix: 'net' });
  });

  it('should tell internal names, services and reverse names', () => {
    const kinds = ['ws1.corp.local', '_ldap._tcp.dc._msdcs.corp.local', '4.3.2.1.in-addr.arpa'];

    expect(kinds.map((one) => nameParts(one).kind)).to.deep.equal([
      'internal',
      'service',
      'reverse4',
    ]);
  });

  it('should take a last label that somebody made up for a domain, not for a suffix', () => {
    expect(nameParts('ws1.acme')).to.deep.equal({
      kind: 'internal',
      labels: ['ws1'],
      stem: 'acme',
      suffix: '',
    });
  });
});
