import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { tokensOf } from '../../../../engine/encoders/text/text-token.ts';

const SLOTS: readonly (readonly [what: string, text: string, slot: string])[] = [
  ['a GUID', '6d2aa66c-a727-4b2c-818f-eeab566614c6', 'gl'],
  ['a GUID in capitals', '23170F69-40C1-278A-1000-000100020000', 'gu'],
  ['a number', '4711', 'n'],
  ['a number with zeros before it', '0054', 'n4'],
  ['a number of many digits', '5535217333144445561', 'l'],
  ['a prefixed number', '0x01d63ed2', 'pl8'],
  ['a version', '10.0.19041.1023', 'v4'],
  ['an IPv4 address', '172.18.39.6', 'a'],
  ['an IPv6 address', 'fe80::1:2:3', 'a'],
  ['a date', '2020-10-21', 'd'],
  ['a short run of hex digits', '1d5ace426367a46', 'il15'],
  ['a hash', '87040ECE36018F31FAF8B7A14C251D827F874B00', 'hu40'],
  ['base64', 'dGhpcyBpcyBub3QgYSBzZWNyZXQ/IQ==', 'b'],
  ['an encoded command', 'SQBFAFgAIAAkAGUAbgB2ADoAYQA=', 'e'],
  ['a small word', 'svchost', 'ws'],
  ['a word in capitals', 'HKLM', 'wc'],
  ['a word with a capital first', 'Software', 'wf'],
  ['a word of mixed case', 'CurrentVersion', 'wx'],
  ['a random file name', '4jth5k1f', 'm'],
];

describe('tokensOf', () => {
  for (const [what, text, slot] of SLOTS) {
    it(`should know ${what}`, () => {
      expect(tokensOf(text)).to.deep.equal([{ text, slot }]);
    });
  }

  it('should take what follows a plus in a call trace for an offset', () => {
    const slots = tokensOf('ntdll.dll+9d1e4').map((one) => one.slot);

    expect(slots).to.deep.equal(['ws', '', 'ws', '', 'xl']);
  });

  it('should leave signs, escapes and marks without a slot', () => {
    const slots = tokensOf('{user}%5C\\-').map((one) => one.slot);

    expect(slots).to.deep.equal(['', '', '', '']);
  });

  it('should give every text back when joined', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(
          tokensOf(text)
            .map((one) => one.text)
            .join(''),
        ).to.equal(text);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});
