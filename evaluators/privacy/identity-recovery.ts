import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { disjointHalves } from '../ceiling/score-samples.ts';
import { identityColumns } from '../columns/judged-columns.ts';
import type { Sides, SubjectSample } from '../relations/subject-sample.ts';
import { ownedTablesOf, type SubjectRows, subjectTableOf } from '../relations/subject-walk.ts';
import { rowsOf } from '../relations/table-frame.ts';

/** Rare identities, and how many of them stand in the release. */
export interface Recovery {
  readonly rare: number;
  readonly recovered: number;
}

/** Identities of training, and of strangers as the control. */
export interface IdentityRecovery {
  readonly training: Recovery;
  readonly strangers: Recovery;
}

const LEAST_IDENTITIES = 20;

/**
 * Addresses, names, users and GUIDs that stand in the release although few real subjects hold them.
 *
 * An identity is rare if fewer than k subjects of its part hold it and no other real subject does:
 * for training that is the holdout, for strangers (one half of the holdout) everybody else. Made addresses meet
 * real ones by chance, and public names recur: the strangers' share says how often.
 *
 * @throws IncomputableMetricError below 20 rare identities of a part
 */
export function identityRecovery(
  sides: Sides,
  { k, random }: { readonly k: number; readonly random: Random },
): IdentityRecovery {
  const [half, others] = disjointHalves(sides.holdout, random.split('halves'));
  const training = holdersOf(sides.training);
  const [strangers, rest] = [holdersOf(half), holdersOf(others)];
  const released = holdersOf(sides.synthetic);
  const recoveryOf = (own: Holders, elsewhere: readonly Holders[], who: string): Recovery => {
    const rare = [...own].filter(
      ([identity, count]) => count < k && !elsewhere.some((other) => other.has(identity)),
    );
    if (rare.length < LEAST_IDENTITIES) {
      throw new IncomputableMetricError(
        `identities of ${who}: too few rare ones: ${rare.length}; give at least ${LEAST_IDENTITIES}`,
        { rare: rare.length },
      );
    }
    const recovered = rare.filter(([identity]) => released.has(identity)).length;
    return { rare: rare.length, recovered };
  };
  return {
    training: recoveryOf(training, [strangers, rest], 'training'),
    strangers: recoveryOf(strangers, [training, rest], 'the holdout'),
  };
}

/** Subjects that hold an identity, by its value. */
type Holders = ReadonlyMap<string, number>;

function holdersOf(sample: SubjectSample): Holders {
  const root = subjectTableOf(sample.schema);
  const tables = [root, ...ownedTablesOf(sample.schema)].map((table) => ({
    table: table.name,
    columns: identityColumns(table),
  }));
  const identitiesOf = (subject: SubjectRows) =>
    tables.flatMap(({ table, columns }) =>
      rowsOf(subject, table, root.name).flatMap((row) =>
        columns.map(({ read }) => read(row)).filter((value) => typeof value === 'string'),
      ),
    );
  const holders = new Map<string, number>();
  for (const subject of sample.subjects) {
    for (const identity of new Set(identitiesOf(subject))) {
      holders.set(identity, (holders.get(identity) ?? 0) + 1);
    }
  }
  return holders;
}
