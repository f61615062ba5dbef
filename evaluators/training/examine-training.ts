import type { Chapter, Json } from '../findings.ts';
import { privacyLead, privacyNotes, privacyTable } from './privacy-guarantee.ts';
import type { AccountFacts, TrainingFacts } from './training-facts.ts';
import { curveFigures, familyTable, networkTable } from './training-figures.ts';
import { type NetworkSummary, summariseNetworks } from './training-summary.ts';

/**
 * Tells how the generator was trained: families, curves, ends, and what a privacy budget bounds.
 *
 * Nothing is judged here, so there are no scores.
 *
 * @see docs/methods/families.md
 */
export function examineTraining({ families, account }: TrainingFacts): Chapter {
  const networks = account === null ? [] : summariseNetworks(account);
  const privacy = account?.privacy ?? null;
  return {
    id: 'training',
    title: 'Training',
    lead: leadOf(account, networks),
    scores: [],
    figures: [
      ...(privacy === null ? [] : [privacyTable(privacy)]),
      familyTable(families),
      ...(account === null ? [] : [networkTable(networks), ...curveFigures(networks)]),
    ],
    contract: { training: { families: familiesJson(families), ...accountJson(account, networks) } },
    notes: privacy === null ? [] : privacyNotes(),
  };
}

function leadOf(account: AccountFacts | null, networks: readonly NetworkSummary[]): string {
  if (account === null) {
    return (
      'Which family of models learned each table, and why. None of them trains in steps, so there ' +
      'is no curve.'
    );
  }
  const { engine, threads, privacy } = account;
  const seconds = networks.reduce((sum, one) => sum + one.seconds, 0);
  return [
    `Which family of models learned each table, and why; and how ${counted(networks.length, 'network')} ` +
      `trained, on the engine ${engine} with ${counted(threads, 'thread')} in ` +
      `${Math.round(seconds)} s. A loss is in nats a row, and less is better; validation is by ` +
      'training subjects that were kept aside, and where it grows while the other falls, rows ' +
      'are learned by heart.',
    ...(privacy === null ? [] : [privacyLead(privacy)]),
  ].join(' ');
}

function familiesJson(families: TrainingFacts['families']): Json {
  const entries = Object.entries(families);
  return Object.fromEntries(
    entries.map(([table, { family, reason }]) => [table, { family, reason }]),
  );
}

function accountJson(account: AccountFacts | null, networks: readonly NetworkSummary[]) {
  if (account === null) return { engine: null, threads: null, networks: {}, privacy: null };
  const { engine, threads, privacy } = account;
  const entries = networks.map(({ name, ...summary }) => [
    name,
    { ...summary, curve: summary.curve.map((point) => ({ ...point })) },
  ]);
  return {
    engine,
    threads,
    networks: Object.fromEntries(entries) as Json,
    privacy: privacy === null ? null : { ...privacy },
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
