import type {
  Linker,
  LinkOutcome,
  LinkSession,
  NameObservation,
  OpenLinkSession,
} from '../engine/pipeline/ports.ts';
import { createAddressBook } from './address-book.ts';
import {
  appendEvent,
  appendFlow,
  createEventColumns,
  createFlowColumns,
} from './capture-columns.ts';
import { linkCapture } from './link-capture.ts';
import { type LinkerOptions, withDefaults } from './linker-options.ts';

/**
 * The linker over rows that come one by one, about 50 bytes each.
 *
 * @see docs/methods/linking.md
 */
export function createLinkSessions(options: LinkerOptions = {}): OpenLinkSession {
  const settings = withDefaults(options);
  return (capture): LinkSession => {
    const book = createAddressBook();
    const events = createEventColumns();
    const flows = createFlowColumns();
    const hostIds = new Map<string, number>();
    const names: NameObservation[] = [];
    return {
      addEvent: (event) => appendEvent(events, event, { book, hostIds }),
      addFlow: (flow) => appendFlow(flows, flow, book),
      addName: (name) => {
        names.push(name);
      },
      finish: () => linkCapture({ capture, book, events, flows, names }, settings),
    };
  };
}

/** The linker over lists; the result does not depend on their order. */
export function createLinker(options: LinkerOptions = {}): Linker {
  const open = createLinkSessions(options);
  return ({ capture, events, flows, names }): LinkOutcome => {
    const session = open(capture);
    for (const event of events) session.addEvent(event);
    for (const flow of flows) session.addFlow(flow);
    for (const name of names) session.addName(name);
    return session.finish();
  };
}
