import { expect } from 'chai';
import { describe, it } from 'mocha';
import { privateTokens } from '../../../engine/encoders/private-tokens.ts';
import { publicValues } from '../../../engine/encoders/public-values.ts';

describe('privateTokens', () => {
  const tokens = privateTokens({
    address: ['10.1.2.3'],
    fqdn: ['ws-mary.corp.example', 'localhost', 'edge.shop.example'],
    hosts: ['ws-mary.corp.example'],
    user: ['CORP\\pedro.gomez'],
  });

  it('should find host labels, accounts and addresses inside a text', () => {
    expect(tokens.isIn('ping 10.1.2.3 -t')).to.equal(true);
    expect(tokens.isIn('net use \\\\WS-MARY\\share')).to.equal(true);
    expect(tokens.isIn('C:\\x\\pedro.gomez\\y')).to.equal(true);
  });

  it('should let ordinary words pass', () => {
    expect(tokens.isIn('C:\\Windows\\System32\\svchost.exe -k netsvcs')).to.equal(false);
    expect(tokens.isIn('ping 10.1.2.33')).to.equal(false);
    expect(tokens.isIn('C:\\Program Files\\Edge\\edge.exe')).to.equal(false);
  });
});

describe('publicValues', () => {
  it('should know the built-in lists, by kind and without regard to case', () => {
    const isPublic = publicValues({});

    expect(isPublic('t', 'c', 'user', 'nt authority\\system')).to.equal(true);
    expect(isPublic('t', 'c', 'address', '10.0.0.1')).to.equal(false);
    expect(isPublic('t', 'c', 'category', 'tcp')).to.equal(true);
    expect(isPublic('t', 'c', 'category', '.AP.S.')).to.equal(false);
    expect(isPublic('t', 'c', 'category', 'Gomez!')).to.equal(false);
  });

  it('should know what the scenario lists for one column alone', () => {
    const isPublic = publicValues({ 'flows.label': ['scan'] });

    expect(isPublic('flows', 'label', 'category', 'scan')).to.equal(true);
    expect(isPublic('flows', 'state', 'category', 'scan')).to.equal(false);
  });
});
