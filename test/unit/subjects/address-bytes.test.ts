import { expect } from 'chai';
import { describe, it } from 'mocha';
import { addressBytes, addressText } from '../../../engine/subjects/address-bytes.ts';

describe('addressBytes', () => {
  it('should read every form of an address as the same bytes', () => {
    const short = addressBytes('fe80::1');

    expect(addressBytes('FE80:0:0:0:0:0:0:1')).to.deep.equal(short);
    expect(addressBytes('fe80::1%eth0')).to.deep.equal(short);
    expect(addressBytes('::ffff:10.1.2.3')).to.deep.equal(Uint8Array.of(10, 1, 2, 3));
  });

  it('should refuse what is no address', () => {
    for (const text of ['', '-', '1', '10.0.0', '10.0.0.256', '0x7f.1', 'host.local', ':::']) {
      expect(addressBytes(text), text).to.equal(null);
    }
  });
});

describe('addressText', () => {
  it('should write the form that was read', () => {
    for (const text of ['10.0.0.255', '::', '2001:db8::1', 'ff02::1:ff00:1', 'fd00:0:0:1::']) {
      expect(addressText(addressBytes(text)!)).to.equal(text);
    }
  });
});
