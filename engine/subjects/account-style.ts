import { sharesOf } from './drawn-share.ts';
import { isNumberedAccount, isSystemAccount } from './known-labels.ts';
import { type LabelLaw, learnLabels } from './label-law.ts';

/** Where an account belongs. */
export const REALM_KINDS = ['site', 'host', 'system'] as const;

/** What an account is for: a person, a machine (`HOST$`), a service. */
export const ACCOUNT_KINDS = ['person', 'machine', 'service'] as const;

/** How accounts are built, without any account of the data. */
export interface AccountStyle {
  /** Shares of `REALM_KINDS` among the accounts with a realm. */
  readonly realms: readonly number[];
  /** Shares of `ACCOUNT_KINDS`. */
  readonly kinds: readonly number[];
  /** Share of `user@domain` among the accounts without a realm. */
  readonly mailForm: number;
  readonly person: LabelLaw;
}

/** Prefixes and suffixes by which services are told. */
const SERVICE = /^(svc|service|sql|iis|adm|app|backup|krbtgt|msol)[-_.]?|[-_](svc|service)$/;

/**
 * Learns from accounts as `REALM\user`, `user@domain` or `user`.
 *
 * A realm that hardly any account shares is a host's own, all others are the site's.
 */
export function learnAccounts(users: readonly string[], k: number): AccountStyle {
  const own = users.map((one) => one.toLowerCase()).filter((one) => !isSystemAccount(one));
  const realms = own.filter((one) => one.includes('\\')).map((one) => one.split('\\')[0] ?? '');
  const ofRealm = (realm: string) => realms.filter((one) => one === realm).length;
  const ofHosts = realms.filter((one) => ofRealm(one) === 1 && new Set(realms).size > 1).length;
  const bare = own.filter((one) => !one.includes('\\'));
  const labels = own.map((one) => (one.split('\\').pop() ?? '').replace(/@.*$/, ''));
  const system = users.filter(isNumberedAccount).length;
  const machines = labels.filter((one) => one.endsWith('$')).length;
  const services = labels.filter((one) => !one.endsWith('$') && SERVICE.test(one)).length;
  const people = labels.filter((one) => !one.endsWith('$') && !SERVICE.test(one));
  const isKnown = own.length > 0;
  return {
    realms: sharesOf(
      isKnown || system > 0 ? [realms.length - ofHosts, ofHosts, system] : [1, 0, 0],
    ),
    kinds: sharesOf(isKnown ? [people.length, machines, services] : [1, 0, 0]),
    mailForm: bare.filter((one) => one.includes('@')).length / Math.max(1, bare.length),
    person: learnLabels(people, k, () => false),
  };
}
