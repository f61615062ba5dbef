import type { CountedLaw } from '../../../../evaluators/ceiling/score-counts.ts';
import { likenessOf } from '../../../../evaluators/pairs/distribution-accuracy.ts';

/** Protocol with port of every flow: a law that shuffled columns break. */
export const portsOfProtocols: CountedLaw = {
  name: 'ports of protocols',
  tally: ({ tables }, add) => {
    for (const row of tables.get('flows') ?? []) add(`${row[4]} ${row[8]}`);
  },
  likeness: (one, other) => likenessOf(one, other).value,
};
