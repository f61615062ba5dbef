import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { type AttackRisk, attackRisk } from './attack-risk.ts';
import { drawRecords } from './draw-records.ts';
import type { AttackWorld } from './membership-attacks.ts';
import { type MixedColumn, type MixedRecords, pickRecords } from './mixed-records.ts';
import { nearestRecords } from './nearest-records.ts';

/** Records attacked on each side: more than elsewhere, as each secret gets its share. */
const TARGETS = 1000;
const MOST_SECRETS = 16;
const NEAR = 0.05;

/** The risk in all, and successes by secret. */
export interface AttributeInference {
  readonly overall: AttackRisk;
  readonly bySecret: readonly {
    readonly secret: string;
    readonly success: number;
    readonly control: number;
  }[];
}

/**
 * Attribute inference: all columns of a person's record are known but one, whose value is guessed
 * from the nearest released record.
 *
 * Each target has one secret, evenly among at most 16 columns that vary. A category must be equal, a number within 5 % of the
 * true value; a missing secret is guessed right where the released one is missing, too.
 *
 * @throws IncomputableMetricError with too few records or no column that varies
 * @see Giomi et al. 2023 (Anonymeter), section 4.3
 */
export function attributeInference(world: AttackWorld, random: Random): AttributeInference {
  const varying = [...world.members.columns.keys()].filter((at) =>
    varies((world.members.columns[at] as MixedColumn).raw),
  );
  const secrets = random.split('secrets').shuffle(varying).slice(0, MOST_SECRETS);
  if (secrets.length < 2) {
    throw new IncomputableMetricError(
      `inference: too few columns that vary: ${secrets.length}; give at least 2`,
      { columns: secrets.length },
    );
  }
  const targets = Math.floor(TARGETS / secrets.length);
  const attack = (records: MixedRecords, who: string) => {
    const drawn = drawRecords(records, targets * secrets.length, random.split(who));
    const order = random.split(who, 'order').shuffle([...Array(drawn.rows).keys()]);
    return secrets.map((secret, at) => {
      const own = order.filter((_, position) => position % secrets.length === at);
      return guessRight(pickRecords(drawn, own), world.released, secret);
    });
  };
  const members = attack(world.members, 'members');
  const outsiders = attack(world.outsiders, 'outsiders');
  const total = (counts: readonly Guesses[], what: keyof Guesses) =>
    counts.reduce((sum, one) => sum + one[what], 0);
  const overall = attackRisk(
    {
      attacks: total(members, 'attacks'),
      successes: total(members, 'right'),
      controlAttacks: total(outsiders, 'attacks'),
      controlSuccesses: total(outsiders, 'right'),
    },
    'inference',
  );
  const bySecret = secrets.map((secret, at) => ({
    secret: (world.members.columns[secret] as MixedColumn).name,
    success: shareRight(members[at]),
    control: shareRight(outsiders[at]),
  }));
  return { overall, bySecret };
}

interface Guesses {
  readonly attacks: number;
  readonly right: number;
}

function guessRight(targets: MixedRecords, released: MixedRecords, secret: number): Guesses {
  const known = [...released.columns.keys()].filter((at) => at !== secret);
  const { at } = nearestRecords(targets, released, known);
  const { raw: truth, isNumber } = targets.columns[secret] as MixedColumn;
  const { raw: guesses } = released.columns[secret] as MixedColumn;
  const right = at.reduce(
    (sum, row, target) =>
      sum + Number(isRight(guesses[row] as number, truth[target] as number, isNumber)),
    0,
  );
  return { attacks: targets.rows, right };
}

function isRight(guess: number, truth: number, isNumber: boolean): boolean {
  if (Number.isNaN(truth)) return Number.isNaN(guess);
  return isNumber ? Math.abs(guess - truth) <= NEAR * Math.abs(truth) : guess === truth;
}

function varies(raw: Float64Array): boolean {
  const first = raw[0] as number;
  return raw.some((value) => !Object.is(value, first));
}

function shareRight(guesses: Guesses | undefined): number {
  return guesses === undefined || guesses.attacks === 0 ? 0 : guesses.right / guesses.attacks;
}
