import { expect } from 'chai';
import { describe, it } from 'mocha';
import { addressBytes, createAddressBook } from '../../../linkers/address-book.ts';

describe('createAddressBook', () => {
  it('should give all spellings of an address one code', () => {
    const book = createAddressBook();

    expect(book.code('::ffff:10.1.2.3')).to.equal(book.code('10.1.2.3'));
    expect(book.code('FE80:0:0:0:0:0:0:1')).to.equal(book.code('fe80::1%4'));
    expect(book.code('10.1.2.3')).not.to.equal(book.code('10.1.2.4'));
  });

  it('should give back the canonical spelling', () => {
    const book = createAddressBook();
    const spellings = ['255.255.255.255', '0.0.0.0', 'FE80:0:0:0:0:0:0:1', 'Comp123'];

    const texts = spellings.map((one) => book.text(book.code(one)));

    expect(texts).to.deep.equal(['255.255.255.255', '0.0.0.0', 'fe80::1', 'comp123']);
  });

  it('should not take look-alikes for IPv4', () => {
    const book = createAddressBook();
    const texts = ['1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1..3.4', '1.2.3.4x', ''];

    const codes = texts.map((one) => book.code(one));

    expect(codes.every((one) => one >= 2 ** 32)).to.equal(true);
    expect(new Set(codes).size).to.equal(texts.length);
  });

  it('should tell what an address is good for', () => {
    const book = createAddressBook();
    const scopes = [
      ['10.0.0.1', 'ordinary'],
      ['127.0.0.1', 'loopback'],
      ['::1', 'loopback'],
      ['169.254.1.1', 'link-local'],
      ['fe80::1', 'link-local'],
      ['224.0.0.251', 'multicast'],
      ['255.255.255.255', 'multicast'],
      ['ff02::fb', 'multicast'],
      ['2001:db8::1', 'ipv6'],
      ['comp123', 'ordinary'],
    ] as const;

    const found = scopes.map(([address]) => [address, book.scope(book.code(address))]);

    expect(found).to.deep.equal(scopes);
  });
});

describe('addressBytes', () => {
  it('should give network order, 4 bytes for mapped addresses and none for names', () => {
    expect(addressBytes('1.2.3.4')).to.deep.equal([1, 2, 3, 4]);
    expect(addressBytes('::ffff:1.2.3.4')).to.deep.equal([1, 2, 3, 4]);
    expect(addressBytes('fe80::1')?.length).to.equal(16);
    expect(addressBytes('comp123')).to.equal(null);
  });
});
