import { sidOf, type TextMaker } from '../encoders/text/text-maker.ts';
import type { PlannedDomain } from './plan-domain.ts';
import type { PlannedWorld } from './plan-world.ts';
import type { Story } from './story.ts';

/** Half of the accounts or more have a realm. */
const USUAL = 0.5;

/** The names of a subject's own world, for its texts. */
export function subjectMaker(
  subject: number,
  of: { readonly story: Story; readonly world: PlannedWorld; readonly account: string },
): TextMaker {
  const { story, world, account } = of;
  const domainOf = (sort: string) =>
    world.domains[story.domains.findIndex((one) => one.sort === sort)];
  const host = ownName(domainOf('fqdn'), subject)?.split('.')[0];
  const address = ownName(domainOf('address'), subject);
  const name = metName(domainOf('fqdn'), subject);
  const hasRealm = story.accountsWithRealm >= USUAL;
  const sid = sidOf(hasRealm ? `${world.realm}\\${account}` : account);
  return {
    account: () => account,
    sid: () => sid,
    word: (random) => random.pick(story.words),
    ...(host === undefined ? {} : { host: () => host }),
    ...(address === undefined ? {} : { address: () => address }),
    ...(name === undefined ? {} : { name: () => name }),
  };
}

const COLUMNS = new WeakMap<TextMaker, Map<string, TextMaker>>();

/** The maker of a column: it remembers what it filled in for the subject. */
export function columnMaker(maker: TextMaker, column: string): TextMaker {
  const columns = COLUMNS.get(maker) ?? new Map<string, TextMaker>();
  COLUMNS.set(maker, columns);
  const own = columns.get(column) ?? { ...maker, memory: new Map() };
  columns.set(column, own);
  return own;
}

/** The subject's first own name. */
function ownName(domain: PlannedDomain | undefined, subject: number): string | undefined {
  const token = domain?.own.map((one) => one[subject] as number).find((one) => one >= 0);
  return token === undefined ? undefined : domain?.values[token];
}

/** A name with dots that the subject meets. */
function metName(domain: PlannedDomain | undefined, subject: number): string | undefined {
  if (domain === undefined) return undefined;
  const met = domain.stubs.subarray(domain.offsets[subject], domain.offsets[subject + 1]);
  const token = met.find((one) => domain.values[one]?.includes('.') === true);
  return token === undefined ? undefined : domain.values[token];
}
