import type { Random } from '../../engine/core/random.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import type { Sides } from '../relations/subject-sample.ts';
import type { AttackLevel } from './attack-level.ts';
import type { AttackRisk } from './attack-risk.ts';
import { type AttributeInference, attributeInference } from './attribute-inference.ts';
import { drawRecords, drawSubjects, partsBySubject } from './draw-records.ts';
import { linkability } from './linkability.ts';
import type { AttackWorld } from './membership-attacks.ts';
import { type AttackWorlds, studyMembership, studyNearness } from './membership-study.ts';
import { joinRecords, type MixedRecords } from './mixed-records.ts';
import { identicalShare } from './nearness.ts';
import { singlingOut } from './singling-out.ts';

export const GUESSING_ATTACKS = [
  'singling-out-one',
  'singling-out-three',
  'linkability',
  'inference',
] as const;

/** Attacks of Anonymeter, scored by their risk. */
export type GuessingAttack = (typeof GUESSING_ATTACKS)[number];

/** An attack's risk, and what it would be had training been released as it is. */
export interface GuessingResult {
  readonly attack: GuessingAttack;
  readonly risk: Judged<AttackRisk>;
  readonly copy: Judged<AttackRisk>;
}

/** All that was found at one level. */
export interface LevelStudy {
  readonly level: AttackLevel;
  readonly membership: ReturnType<typeof studyMembership>;
  readonly nearness: Judged<Score>;
  readonly identical: Score;
  readonly guessing: readonly GuessingResult[];
  readonly secrets: AttributeInference['bySecret'];
}

const MOST_TRAINING = 100_000;
const MOST_MEMBERS = 20_000;
const MOST_OUTSIDERS = 10_000;
const MOST_RELEASED = 25_000;
/** Anonymeter's attacks look at no more released records. */
const MOST_GUESSED_FROM = 10_000;
const INNOCENT_DRAWS = 20;
/** Three real thirds share them. */
const MOST_INNOCENT = 5000;
const MOST_OF_A_SUBJECT = 200;

/** Runs every attack on one level. */
export function studyLevel(level: AttackLevel, sides: Sides, random: Random): LevelStudy {
  const training = level.records(sides.training, MOST_TRAINING, random.split('training'));
  const worlds = worldsOf(level, sides, { training, random });
  const { real, copy } = worlds;
  const guess = (world: AttackWorld) => guessesOf(world, random.split('guesses'));
  const known = drawRecords(copy.members, MOST_GUESSED_FROM, random.split('known'));
  const [ours, copied] = [guess(real), guess({ ...copy, members: known, released: known })];
  const identical: Score = {
    value: identicalShare(real.released, training),
    ceiling: identicalShare(real.outsiders, training),
    interval: null,
    floor: 1,
    breakdown: {},
  };
  return {
    level,
    membership: studyMembership(worlds, random.split('membership')),
    nearness: studyNearness(worlds, random.split('nearness')),
    identical,
    guessing: GUESSING_ATTACKS.map((attack) => ({
      attack,
      risk: ours.risks[attack],
      copy: copied.risks[attack],
    })),
    secrets: ours.secrets,
  };
}

function worldsOf(
  level: AttackLevel,
  sides: Sides,
  { training, random }: { readonly training: MixedRecords; readonly random: Random },
): AttackWorlds {
  const draw = (records: MixedRecords, most: number, what: string) =>
    drawSubjects(records, { most, each: MOST_OF_A_SUBJECT, random: random.split(what) });
  const members = draw(training, MOST_MEMBERS, 'members');
  const strangers = level.records(sides.holdout, MOST_TRAINING, random.split('holdout'));
  const outsiders = draw(strangers, MOST_OUTSIDERS, 'outsiders');
  const released = level.records(sides.synthetic, MOST_RELEASED, random.split('released'));
  const real = draw(joinRecords(members, outsiders), MOST_INNOCENT, 'innocent');
  const innocent = Array.from({ length: INNOCENT_DRAWS }, (_, one) => {
    const [first, second, third] = partsBySubject(real, 3, random.split('thirds', one));
    return { members: first, outsiders: second, released: third } as AttackWorld;
  });
  const usable = ({ members: one, outsiders: two, released: three }: AttackWorld) =>
    Math.min(one.rows, two.rows, three.rows) > 0;
  return {
    real: { members, outsiders, released },
    copy: { members, outsiders, released: members },
    innocent: innocent.filter(usable),
  };
}

interface Guesses {
  readonly risks: Readonly<Record<GuessingAttack, Judged<AttackRisk>>>;
  readonly secrets: AttributeInference['bySecret'];
}

function guessesOf(world: AttackWorld, random: Random): Guesses {
  const released = drawRecords(world.released, MOST_GUESSED_FROM, random.split('released'));
  const attacked = { ...world, released };
  const alone = singlingOut(attacked, random.split('singling out'));
  const inferred = judged(() => attributeInference(attacked, random.split('inference')));
  return {
    risks: {
      'singling-out-one': judged(alone.univariate),
      'singling-out-three': judged(alone.multivariate),
      linkability: judged(() => linkability(attacked, random.split('linkability'))),
      inference: inferred.ok ? { ok: true, value: inferred.value.overall } : inferred,
    },
    secrets: inferred.ok ? inferred.value.bySecret : [],
  };
}
