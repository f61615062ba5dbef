import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { DomainStory } from '../../../engine/sampler/story.ts';
import { subjectAccount } from '../../../engine/sampler/subject-account.ts';

const domains = [{ sort: 'address' }, { sort: 'fqdn' }] as DomainStory[];
const words = Array.from(
  { length: 500 },
  (_, at) => `word${String.fromCharCode(97 + (at % 26))}${at}x`,
);

describe('subjectAccount', () => {
  it('should be one for all spans of a host, whatever their addresses', () => {
    expect(accountOf([[4], [7]], 1)).to.equal(accountOf([[5], [7]], 2));
    expect(accountOf([[4], [7]], 1)).to.not.equal(accountOf([[4], [8]], 1));
  });

  it('should follow the other names of a host that has no name', () => {
    expect(accountOf([[4], [-1]], 1)).to.equal(accountOf([[4], [-1]], 2));
    expect(accountOf([[4], [-1]], 1)).to.not.equal(accountOf([[5], [-1]], 1));
  });

  it('should be a subject of its own where nothing names it', () => {
    expect(accountOf([[], [-1]], 1)).to.not.equal(accountOf([[], [-1]], 2));
  });
});

function accountOf(own: readonly (readonly number[])[], subject: number): string {
  return subjectAccount({ domains, words }, own, subject);
}
