import type { LinkDraft } from '../pipeline/ports.ts';

/** A row of a conversation and the subject that the whole conversation belongs to. */
export interface ConversationMember {
  readonly source: 'event' | 'flow';
  readonly rowId: number;
  readonly owner: string;
  readonly anchorUs: number;
}

/** What decides a conversation's owner: its earliest flow, and the host that its first event names. */
export interface ConversationFacts {
  readonly hostOfEvent: ReadonlyMap<number, string>;
  readonly initiatedOfEvent: ReadonlyMap<number, boolean>;
  readonly startOfFlow: ReadonlyMap<number, number>;
}

/**
 * Gathers link drafts into conversations: the connected components of the bipartite link graph.
 *
 * A conversation is one activity of one subject, whoever logged its events: it belongs to the host
 * that initiated it (else to the first that logged it) and is placed at its earliest flow's start.
 * Cost: O(n α(n)) in the number of drafts.
 *
 * @param drafts link drafts of one capture
 * @returns a member for every row that a draft names, ordered by source and row
 */
export function gatherConversations(
  drafts: readonly LinkDraft[],
  facts: ConversationFacts,
): ConversationMember[] {
  const parents = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root))
      root = up;
    parents.set(key, root);
    return root;
  };
  for (const draft of drafts) {
    const event = find(`event ${draft.eventRowId}`);
    const flow = find(`flow ${draft.flowRowId}`);
    if (event !== flow) parents.set(event, flow);
  }
  const components = new Map<string, { events: Set<number>; flows: Set<number> }>();
  for (const draft of drafts) {
    const root = find(`flow ${draft.flowRowId}`);
    const component = components.get(root) ?? { events: new Set(), flows: new Set() };
    component.events.add(draft.eventRowId);
    component.flows.add(draft.flowRowId);
    components.set(root, component);
  }
  return [...components.values()].flatMap((one) => membersOf(one.events, one.flows, facts));
}

function membersOf(
  events: ReadonlySet<number>,
  flows: ReadonlySet<number>,
  facts: ConversationFacts,
): ConversationMember[] {
  const ordered = [...events].sort((a, b) => a - b);
  const initiator = ordered.find((one) => facts.initiatedOfEvent.get(one) === true) ?? ordered[0];
  const owner = facts.hostOfEvent.get(initiator ?? -1) ?? '';
  const starts = [...flows].map((one) => facts.startOfFlow.get(one) ?? 0);
  const anchorUs = starts.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const member = (source: 'event' | 'flow') => (rowId: number) => ({
    source,
    rowId,
    owner,
    anchorUs,
  });
  return [...ordered.map(member('event')), ...[...flows].map(member('flow'))];
}
