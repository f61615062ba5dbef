import { expect } from 'chai';
import { describe, it } from 'mocha';
import { privateTokens } from '../../../../engine/encoders/private-tokens.ts';
import {
  openNameSets,
  withoutAccount,
  withoutNames,
  writeNameSets,
} from '../../../../engine/encoders/text/text-names.ts';

const { kindOf } = privateTokens({
  address: ['10.1.2.3'],
  fqdn: ['ws-mary.corp.example'],
  hosts: ['ws-mary.corp.example'],
  user: ['CORP\\pedro.gomez'],
});

describe('withoutAccount', () => {
  it('should take the account out of every profile directory', () => {
    expect(withoutAccount('copy C:\\Users\\ann\\a "D:\\users\\bob\\b"')).to.equal(
      'copy C:\\Users\\{user}\\a "D:\\users\\{user}\\b"',
    );
    expect(withoutAccount('C:%5CUsers%5Cann%5Cx')).to.equal('C:%5CUsers%5C{user}%5Cx');
    expect(withoutAccount('/home/ann/x')).to.equal('/home/{user}/x');
    expect(withoutAccount('C:\\Users\\Public\\x')).to.equal('C:\\Users\\Public\\x');
  });

  it('should take the number of a domain account out', () => {
    expect(withoutAccount('HKU\\S-1-5-21-1-22-333-1104_Classes')).to.equal('HKU\\{sid}_Classes');
    expect(withoutAccount('HKU\\S-1-5-18')).to.equal('HKU\\S-1-5-18');
  });
});

describe('withoutNames', () => {
  it('should put marks in the place of private names', () => {
    expect(withoutNames('\\\\WS-Mary\\c$ 10.1.2.3: pedro.gomez.', kindOf)).to.equal(
      '\\\\{host}\\c$ {address}: {user}.',
    );
    expect(withoutNames('http://ws-mary.corp.example/x', kindOf)).to.equal('http://{name}/x');
    expect(withoutNames('%5Cpedro.gomez%5C', kindOf)).to.equal('%5C{user}%5C');
  });

  it('should tell the same by filters that hold no name', () => {
    const text = 'net use \\\\ws-mary\\x';
    const sets = writeNameSets([text], { kindOf, salt: 3 });

    const bare = withoutNames(text, openNameSets(JSON.parse(JSON.stringify(sets))));

    expect(bare).to.equal('net use \\\\{host}\\x');
    expect(JSON.stringify(sets)).to.not.include('mary');
  });
});
