import { expect } from 'chai';
import { describe, it } from 'mocha';
import { reversedPrefix, reverseName } from '../../../engine/subjects/reverse-name.ts';

describe('reverseName', () => {
  it('should spell bytes and nibbles from the end', () => {
    expect(reverseName('192.0.2.10')).to.equal('10.2.0.192.in-addr.arpa');
    expect(reverseName('2001:db8::1')).to.match(/^1(\.0){23}\.8\.b\.d\.0\.1\.0\.0\.2\.ip6\.arpa$/);
  });
});

describe('reversedPrefix', () => {
  it('should read what reverseName wrote, and the zones above', () => {
    const whole = reversedPrefix(reverseName('192.0.2.10'));
    const zone = reversedPrefix('0.192.IN-ADDR.ARPA');

    expect(whole).to.deep.equal({ bytes: Uint8Array.of(192, 0, 2, 10), length: 4 });
    expect(zone).to.deep.equal({ bytes: Uint8Array.of(192, 0, 0, 0), length: 2 });
    expect(reversedPrefix(reverseName('2001:db8::1'))?.length).to.equal(32);
  });

  it('should refuse other names', () => {
    for (const name of ['256.in-addr.arpa', '1.2.3.4.5.in-addr.arpa', 'a.com', 'x.ip6.arpa']) {
      expect(reversedPrefix(name), name).to.equal(null);
    }
  });
});
