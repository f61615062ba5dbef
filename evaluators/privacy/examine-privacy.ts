import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import type { Chapter, Figure, Json } from '../findings.ts';
import { type Judged, judged } from '../metric.ts';
import type { Sides } from '../relations/subject-sample.ts';
import { type AttackLevel, attackLevels } from './attack-level.ts';
import type { AttackRisk } from './attack-risk.ts';
import type { CanaryFindings } from './canary-search.ts';
import { identityRecovery } from './identity-recovery.ts';
import { type GuessingAttack, type LevelStudy, studyLevel } from './level-study.ts';
import { canaryCard, identityCard, levelCards, strongestCard, textCard } from './privacy-cards.ts';
import { attackTable, memoryTable, rocFigure, secretsTable } from './privacy-figures.ts';
import { type StrongestAttack, strongestAttack, strongestScore } from './strongest-attack.ts';
import { textMemorisation } from './text-memorisation.ts';

/** How privacy is examined. */
export interface PrivacyOptions {
  readonly random: Random;
  /** Texts that fewer subjects share are rare. */
  readonly k: number;
  /** What came out of the planted records; null where none were planted. */
  readonly canaries: CanaryFindings | null;
}

const LEAST_RECORDS = 20;

/**
 * Attacks the release as somebody would who wants to learn about those in training.
 *
 * Every attack runs on rows of each sequence table and on whole subjects; each is also run on a copy
 * of training (which it must catch) and, for membership, on real subjects in the release's place
 * (which it cannot know). No value of the data leaves this function.
 *
 * @see docs/methods/privacy.md
 */
export async function examinePrivacy(sides: Sides, options: PrivacyOptions): Promise<Chapter> {
  const { random, k, canaries } = options;
  const examined = attackLevels(sides, random.split('levels')).map((level) => ({
    level,
    study: judged(() => {
      refuseSmall(level, sides, random.split('probe'));
      return studyLevel(level, sides, random.split(level.id));
    }),
  }));
  const studies = examined.flatMap(({ study }) => (study.ok ? [study.value] : []));
  const memories = judged(() => textMemorisation(sides, { k, random: random.split('texts') }));
  const identities = judged(() =>
    identityRecovery(sides, { k, random: random.split('identities') }),
  );
  const strongest = strongestAttack(studies);
  const memory = memoryTable(orNull(memories), orNull(identities), canaries);
  return {
    id: 'privacy',
    title: 'Privacy',
    lead: 'What could somebody learn about those in training who holds the synthetic data and other real data? Every attack is held against the same attack on strangers (the holdout) and on a plain copy of training.',
    scores: [
      strongestCard(judged(() => strongestScore(studies))),
      textCard(memories),
      identityCard(identities),
      canaryCard(canaries),
      ...studies.flatMap(levelCards),
    ],
    figures: figuresOf(studies, strongest, memory),
    contract: contractOf(studies, strongest, canaries),
    notes: [
      ...examined.flatMap(({ level, study }) =>
        study.ok ? [] : [`privacy, ${level.label}: ${study.reason}`],
      ),
      ...[memories, identities].flatMap((one) => (one.ok ? [] : [`privacy, ${one.reason}`])),
      'Times take no part in the attacks; distances compare ranks of numbers and equality of categories.',
    ],
  };
}

function orNull<T>(outcome: Judged<T>): T | null {
  return outcome.ok ? outcome.value : null;
}

function refuseSmall(level: AttackLevel, sides: Sides, random: Random): void {
  for (const side of ['training', 'holdout', 'synthetic'] as const) {
    const { rows } = level.records(sides[side], LEAST_RECORDS, random);
    if (rows >= LEAST_RECORDS) continue;
    throw new IncomputableMetricError(
      `${level.label}: too few ${side} records: ${rows}; give at least ${LEAST_RECORDS}`,
      { side, rows },
    );
  }
}

function figuresOf(
  studies: readonly LevelStudy[],
  strongest: StrongestAttack | null,
  memory: Figure,
): readonly Figure[] {
  const curve = strongest === null ? [] : [rocFigure(strongest.result, strongest.level.label)];
  return [attackTable(studies), ...curve, memory, secretsTable(studies)];
}

function contractOf(
  studies: readonly LevelStudy[],
  strongest: StrongestAttack | null,
  canaries: CanaryFindings | null,
): Readonly<Record<string, Json>> {
  const risk = (...attacks: readonly GuessingAttack[]) =>
    riskJson(mostCertainRisk(studies, attacks));
  const shares = studies.flatMap(({ nearness }) => (nearness.ok ? [nearness.value.value] : []));
  const identical = studies.map((study) => study.identical.value);
  return {
    'privacy.membershipAuc': strongest?.result.curve.auc ?? null,
    'privacy.canaries':
      canaries === null ? null : { planted: canaries.planted, emitted: canaries.emitted },
    'privacy.anonymeter': {
      singlingOut: risk('singling-out-one', 'singling-out-three'),
      linkability: risk('linkability'),
      inference: risk('inference'),
    },
    'privacy.identicalMatches': identical.length === 0 ? null : Math.max(...identical),
    'privacy.dcrShare': shares.length === 0 ? null : Math.max(...shares),
  };
}

/** Of the levels' risks the one whose interval begins highest: the most that is certain. */
function mostCertainRisk(
  studies: readonly LevelStudy[],
  attacks: readonly GuessingAttack[],
): AttackRisk | null {
  const risks = studies.flatMap(({ guessing }) =>
    guessing.flatMap(({ attack, risk }) =>
      attacks.includes(attack) && risk.ok ? [risk.value] : [],
    ),
  );
  const [first] = risks.toSorted(
    (one, other) => other.interval[0] - one.interval[0] || other.risk - one.risk,
  );
  return first ?? null;
}

function riskJson(risk: AttackRisk | null): Json {
  return risk === null ? null : { risk: risk.risk, interval: [...risk.interval] };
}
