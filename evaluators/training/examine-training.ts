import type { Chapter, Json } from '../findings.ts';
import { privacyJson, privacyLead, privacyNotes, privacyTable } from './privacy-guarantee.ts';
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
export function examineTraining({ families, account, privacy }: TrainingFacts): Chapter {
  const networks = account === null ? [] : summariseNetworks(account);
  return {
    id: 'training',
    title: 'Training',
    lead: [leadOf(account, networks), ...(privacy === null ? [] : [privacyLead(privacy)])].join(
      ' ',
    ),
    scores: [],
    figures: [
      ...(privacy === null ? [] : [privacyTable(privacy)]),
      familyTable(families),
      ...(account === null ? [] : [networkTable(networks), ...curveFigures(networks)]),
    ],
    contract: {
      training: {
        families: familiesJson(families),
        engine: account?.engine ?? null,
        threads: account?.threads ?? null,
        networks: networksJson(networks),
        privacy: privacy === null ? null : privacyJson(privacy),
      },
    },
    notes: privacy === null ? [] : privacyNotes(privacy),
  };
}

function leadOf(account: AccountFacts | null, networks: readonly NetworkSummary[]): string {
  if (account === null) {
    return (
      'Which family of models learned each table, and why. None of them trains in steps, so there ' +
      'is no curve.'
    );
  }
  const { engine, threads } = account;
  const seconds = networks.reduce((sum, one) => sum + one.seconds, 0);
  return (
    `Which family of models learned each table, and why; and how ${counted(networks.length, 'network')} ` +
    `trained, on the engine ${engine} with ${counted(threads, 'thread')} in ${Math.round(seconds)} s. ` +
    'A loss is in nats a row, and less is better; validation is by training subjects that were kept ' +
    'aside, and where it grows while the other falls, rows are learned by heart.'
  );
}

function familiesJson(families: TrainingFacts['families']): Json {
  const entries = Object.entries(families);
  return Object.fromEntries(
    entries.map(([table, { family, reason }]) => [table, { family, reason }]),
  );
}

function networksJson(networks: readonly NetworkSummary[]): Json {
  const entries = networks.map(({ name, curve, ...summary }) => [
    name,
    { ...summary, curve: curve.map((point) => ({ ...point })) },
  ]);
  return Object.fromEntries(entries);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
