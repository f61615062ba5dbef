import { expect } from 'chai';
import { describe, it } from 'mocha';
import { queryName } from '../../../engine/original/name-observations.ts';

describe('queryName', () => {
  it('should read addresses out of query results and strip mapped IPv4', () => {
    const results = 'type:  5 edge.example;::ffff:10.1.2.3;2001:db8::7;';

    const observed = queryName('ws1.example', 'www.example', results, 5);

    expect(observed?.addresses).to.deep.equal(['10.1.2.3', '2001:db8::7']);
  });

  it('should find nothing where no address was answered', () => {
    expect(queryName('ws1.example', 'www.example', 'type:  5 edge.example;', 5)).to.equal(null);
  });
});
