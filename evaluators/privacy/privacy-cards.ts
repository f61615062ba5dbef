import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { ScoreCard } from '../findings.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import type { AttackRisk } from './attack-risk.ts';
import { GUESSING_WORDS, MEMBERSHIP_WORDS } from './attack-words.ts';
import type { CanaryFindings } from './canary-search.ts';
import type { IdentityRecovery } from './identity-recovery.ts';
import type { GuessingResult, LevelStudy } from './level-study.ts';
import type { MembershipResult } from './membership-study.ts';
import type { TextMemories } from './text-memorisation.ts';

const UNIT: readonly [number, number] = [0, 1];

/** The cards of one level. */
export function levelCards(study: LevelStudy): readonly ScoreCard[] {
  const { id, label } = study.level;
  const membership = study.membership
    // A subject is one record of its own level: nothing to pool.
    .filter(({ attack }) => id !== 'subjects' || attack !== 'pooled')
    .map(({ attack, result }) =>
      card(
        `membership-${attack}-${id}`,
        `${MEMBERSHIP_WORDS[attack].name}: ${label} (AUC)`,
        scoreOf(result),
      ),
    );
  return [
    ...membership,
    card(`dcr-share-${id}`, `nearer to training than to holdout: ${label}`, study.nearness),
    card(`identical-${id}`, `identical to a training record: ${label}`, {
      ok: true,
      value: study.identical,
    }),
    ...study.guessing.map((result) =>
      card(
        `${result.attack}-${id}`,
        `${GUESSING_WORDS[result.attack].name}: ${label} (risk)`,
        riskScore(result),
      ),
    ),
  ];
}

/** The card of the strongest membership attack of all levels. */
export function strongestCard(strongest: Judged<Score>): ScoreCard {
  return card('membership', 'strongest membership attack (AUC)', strongest);
}

/** Share of synthetic texts with a run of tokens that only few of training hold. */
export function textCard(memories: Judged<TextMemories>): ScoreCard {
  const outcome: Judged<Score> = memories.ok
    ? { ok: true, value: textScore(memories.value) }
    : memories;
  return card('memorised-texts', 'texts with a rare run of six tokens from training', outcome);
}

/** Share of training's rare identities that stand in the release. */
export function identityCard(identities: Judged<IdentityRecovery>): ScoreCard {
  const outcome: Judged<Score> = identities.ok
    ? { ok: true, value: identityScore(identities.value) }
    : identities;
  return card('recovered-identities', 'rare addresses, names, users and GUIDs recovered', outcome);
}

/** How many planted records came out. */
export function canaryCard(findings: CanaryFindings | null): ScoreCard {
  const outcome = judged((): Score => {
    if (findings === null || findings.planted === 0) {
      throw new IncomputableMetricError(
        'canaries: none were planted: 0; train with model.canaries above 0',
        { planted: 0 },
      );
    }
    const { emitted, planted, ...rest } = findings;
    return { value: emitted / planted, ceiling: 0, interval: [0, 0], floor: 1, breakdown: rest };
  });
  return card('canaries', 'planted records of which anything came out', outcome);
}

/** Score of an attack of Anonymeter: 0 is what a release reaches that knows nothing. */
export function riskScore({ risk, copy }: GuessingResult): Judged<Score> {
  if (!risk.ok) return risk;
  const { value } = risk;
  const score: Score = {
    value: value.risk,
    ceiling: 0,
    interval: value.idle,
    floor: copy.ok ? copy.value.risk : null,
    breakdown: breakdownOf(value),
  };
  return { ok: true, value: score };
}

function breakdownOf({ success, control, interval, counts }: AttackRisk) {
  const [low, high] = interval;
  return { success: success.value, control: control.value, low, high, attacks: counts.attacks };
}

function textScore({ synthetic, control, copy }: TextMemories): Score {
  return {
    value: synthetic.share,
    ceiling: control.share,
    interval: shareInterval(control.share, control.texts),
    floor: copy.share,
    breakdown: { longest: synthetic.longest, mean: synthetic.mean, texts: synthetic.texts },
  };
}

function identityScore({ training, strangers }: IdentityRecovery): Score {
  const ceiling = strangers.recovered / strangers.rare;
  return {
    value: training.recovered / training.rare,
    ceiling,
    interval: shareInterval(ceiling, strangers.rare),
    floor: 1,
    breakdown: { rare: training.rare, recovered: training.recovered },
  };
}

/** 95 % of a share, by its normal law. */
function shareInterval(share: number, count: number): readonly [number, number] {
  const error = 1.96 * Math.sqrt((share * (1 - share)) / count);
  return [Math.max(0, share - error), Math.min(1, share + error)];
}

function scoreOf(result: Judged<MembershipResult>): Judged<Score> {
  return result.ok ? { ok: true, value: result.value.score } : result;
}

function card(id: string, label: string, outcome: Judged<Score>): ScoreCard {
  return { id, label, goal: 'minimize', range: UNIT, outcome };
}
