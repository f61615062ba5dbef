import type { CurveFigure, CurvePoint, TableFigure } from '../findings.ts';
import type { AttackRisk } from './attack-risk.ts';
import { GUESSING_WORDS, MEMBERSHIP_WORDS } from './attack-words.ts';
import type { CanaryFindings } from './canary-search.ts';
import type { IdentityRecovery } from './identity-recovery.ts';
import type { LevelStudy } from './level-study.ts';
import type { MembershipCurve } from './membership-curve.ts';
import type { MembershipResult } from './membership-study.ts';
import type { TextMemories } from './text-memorisation.ts';

const CURVE_POINTS = 60;

type Cells = readonly (string | number | null)[];

/** All attacks in one table: success, the same on strangers, what is left, and what a copy gives. */
export function attackTable(studies: readonly LevelStudy[]): TableFigure {
  return {
    kind: 'table',
    title: 'Attacks',
    subtitle:
      'Risk 0: knowing the release helps no more against those in training than against strangers. Membership: .5 is a coin toss.',
    head: [
      'attack',
      'on',
      'the attacker tries to',
      'success',
      'on strangers',
      'risk or AUC',
      'from',
      'to',
      'a copy of training',
      'stands out',
    ],
    rows: studies.flatMap((study) => [...membershipRows(study), ...guessingRows(study)]),
  };
}

function membershipRows({ level, membership }: LevelStudy): readonly Cells[] {
  return membership.flatMap(({ attack, result }): readonly Cells[] => {
    if (!result.ok || (level.id === 'subjects' && attack === 'pooled')) return [];
    const { curve, score } = result.value;
    const { name, tries } = MEMBERSHIP_WORDS[attack];
    const [low, high] = curve.interval;
    const standsOut = score.interval !== null && score.value > score.interval[1] && low > 0.5;
    const found = curve.foundAtOnePercent;
    return [
      [
        name,
        level.label,
        tries,
        found,
        0.01,
        curve.auc,
        low,
        high,
        score.floor,
        yesOrNo(standsOut),
      ],
    ];
  });
}

function guessingRows({ level, guessing }: LevelStudy): readonly Cells[] {
  return guessing.flatMap(({ attack, risk, copy }): readonly Cells[] => {
    if (!risk.ok) return [];
    const { name, tries } = GUESSING_WORDS[attack];
    const { success, control, interval } = risk.value;
    const copied = copy.ok ? copy.value.risk : null;
    const outcome = [success.value, control.value, risk.value.risk, ...interval, copied];
    return [[name, level.label, tries, ...outcome, yesOrNo(isClear(risk.value))]];
  });
}

/** Three standard errors above 0, not two: there are many attacks, and targets are not independent. */
function isClear({ risk, interval }: AttackRisk): boolean {
  return risk > 0 && risk - 1.5 * (risk - interval[0]) > 0;
}

/** Which values can be guessed: successes by secret. */
export function secretsTable(studies: readonly LevelStudy[]): TableFigure {
  return {
    kind: 'table',
    title: 'Guessing one unknown value',
    subtitle:
      'Share of right guesses from the nearest synthetic record when all other columns are known.',
    head: ['column', 'on', 'of those in training', 'of strangers', 'difference'],
    rows: studies
      .filter(({ level }) => level.id !== 'subjects')
      .flatMap(({ level, secrets }) =>
        secrets.map(({ secret, success, control }) => [
          secret,
          level.label,
          success,
          control,
          success - control,
        ]),
      ),
  };
}

/** Memorised texts, recovered identities and planted records, in numbers. */
export function memoryTable(
  memories: TextMemories | null,
  identities: IdentityRecovery | null,
  canaries: CanaryFindings | null,
): TableFigure {
  const texts: readonly Cells[] =
    memories === null
      ? []
      : [
          memoryRow('synthetic texts', memories.synthetic),
          memoryRow('texts of strangers', memories.control),
          memoryRow('a copy of training', memories.copy),
        ];
  const recovered: readonly Cells[] =
    identities === null
      ? []
      : [
          identityRow('rare identities of training', identities.training),
          identityRow('rare identities of strangers', identities.strangers),
        ];
  const planted: readonly Cells[] =
    canaries === null
      ? []
      : [['planted records', canaries.planted, canaries.emitted / canaries.planted, null, null]];
  return {
    kind: 'table',
    title: 'Memorised records',
    subtitle:
      'Texts with a run of six tokens, and identities, that fewer than k subjects hold and nobody else; planted records of which anything came out.',
    head: [
      'what',
      'looked at',
      'share that gives training away',
      'longest run, tokens',
      'mean run, tokens',
    ],
    rows: [...texts, ...recovered, ...planted],
  };
}

function identityRow(what: string, { rare, recovered }: IdentityRecovery['training']): Cells {
  return [what, rare, recovered / rare, null, null];
}

function memoryRow(
  what: string,
  { texts, share, longest, mean }: TextMemories['synthetic'],
): Cells {
  return [what, texts, share, longest, mean];
}

/** The ROC curve of the strongest membership attack, on log axes. */
export function rocFigure({ attack, curve, copy }: MembershipResult, on: string): CurveFigure {
  const diagonal = [0.001, 0.01, 0.1, 1].map((x) => ({ x, y: x }));
  return {
    kind: 'curve',
    title: 'The strongest membership attack',
    subtitle: `${MEMBERSHIP_WORDS[attack].name}, ${on}; on the diagonal the attacker knows nothing`,
    x: { label: 'strangers wrongly called members', scale: 'log' },
    y: { label: 'members found', scale: 'log' },
    series: [
      { name: 'synthetic', side: 'synthetic', points: logPoints(curve) },
      ...(copy === null
        ? []
        : [{ name: 'a copy of training', side: 'real' as const, points: logPoints(copy) }]),
      { name: 'a coin toss', side: 'other', points: diagonal },
    ],
  };
}

/** Points with both shares above 0, spread evenly over the logarithm of x. */
function logPoints({ points }: MembershipCurve): readonly CurvePoint[] {
  const drawn = points.filter(({ x, y }) => x > 0 && y > 0);
  const first = Math.log(drawn[0]?.x ?? 1);
  const kept = new Map<number, CurvePoint>();
  for (const point of drawn) {
    const share = first === 0 ? 1 : 1 - Math.log(point.x) / first;
    kept.set(Math.round(share * CURVE_POINTS), point);
  }
  return [...kept.values()];
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
