import { expect } from 'chai';
import { describe, it } from 'mocha';
import { gatherConversations } from '../../../engine/original/conversations.ts';
import type { LinkDraft } from '../../../engine/pipeline/ports.ts';

describe('gatherConversations', () => {
  it('should give both ends of a conversation to the host that initiated it', () => {
    const drafts = [draft(1, 10), draft(2, 10), draft(2, 11)];
    const facts = {
      hostOfEvent: new Map([
        [1, 'server.example'],
        [2, 'client.example'],
      ]),
      initiatedOfEvent: new Map([
        [1, false],
        [2, true],
      ]),
      startOfFlow: new Map([
        [10, 500],
        [11, 400],
      ]),
    };

    const members = gatherConversations(drafts, facts);

    expect(members).to.have.length(4);
    expect(new Set(members.map((one) => one.owner))).to.deep.equal(new Set(['client.example']));
    expect(new Set(members.map((one) => one.anchorUs))).to.deep.equal(new Set([400]));
  });

  it('should keep conversations apart that share no row', () => {
    const facts = {
      hostOfEvent: new Map([
        [1, 'a.example'],
        [2, 'b.example'],
      ]),
      initiatedOfEvent: new Map<number, boolean>(),
      startOfFlow: new Map([
        [10, 1],
        [11, 2],
      ]),
    };

    const members = gatherConversations([draft(1, 10), draft(2, 11)], facts);

    expect(members.map(({ rowId, owner, anchorUs }) => [rowId, owner, anchorUs])).to.deep.equal([
      [1, 'a.example', 1],
      [10, 'a.example', 1],
      [2, 'b.example', 2],
      [11, 'b.example', 2],
    ]);
  });
});

function draft(eventRowId: number, flowRowId: number): LinkDraft {
  return {
    eventRowId,
    flowRowId,
    communityId: null,
    dtMs: 0,
    method: 'cid',
    confidence: 1,
    rank: 1,
    windowMs: 2000,
  };
}
