import { hashStream, seedOf } from '../encoders/text/hash-stream.ts';
import type { Story } from './story.ts';

/**
 * The account in whose profile directories a subject's paths lie.
 *
 * Subjects that bear the same host name are spans of one host and share it; where a subject has no
 * host name, its other names stand for the host.
 *
 * @param own by domain and slot: token of the subject's own name, negative where it has none
 * @param subject the subject's number, which stands for a host without any name
 */
export function subjectAccount(
  { domains, words }: Pick<Story, 'domains' | 'words'>,
  own: readonly (readonly number[])[],
  subject: number,
): string {
  const tokens = own.map((slots) => slots[0] ?? -1);
  const named = tokens.find((one, domain) => one >= 0 && domains[domain]?.sort === 'fqdn');
  const random = hashStream(seedOf(0, ...keyOf(tokens, named, subject)));
  return `${random.pick(words)}${random.integer(90) + 10}`;
}

function keyOf(tokens: readonly number[], named: number | undefined, subject: number): number[] {
  if (named !== undefined) return [0, named];
  return tokens.some((one) => one >= 0) ? [1, ...tokens] : [2, subject];
}
