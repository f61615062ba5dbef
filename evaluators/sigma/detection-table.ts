import type { TableFigure } from '../findings.ts';
import { SIGMA_LEVELS, type SigmaRule } from './sigma-rule.ts';
import type { HitTotals } from './subject-hits.ts';

/** Hits of every part of both sides. */
export interface SideTotals {
  readonly training: HitTotals;
  readonly holdout: HitTotals;
  readonly original: HitTotals;
  readonly synthetic: HitTotals;
}

/** Numbers of rules by where they fire. */
export function firingOf(rules: readonly SigmaRule[], totals: SideTotals) {
  const places = [...rules.keys()].map((at) => placeOf(totals, at));
  const count = (place: string) => places.filter((one) => one === place).length;
  return {
    both: count('both'),
    originalOnly: count('original only'),
    syntheticOnly: count('synthetic only'),
    neither: count('neither'),
  };
}

/** Every rule that fires somewhere, the gravest first; a match must be shown with its author. */
export function detectionTable(rules: readonly SigmaRule[], totals: SideTotals): TableFigure {
  const fired = [...rules.entries()].filter(([at]) => placeOf(totals, at) !== 'neither');
  const gravity = ({ level }: SigmaRule) => SIGMA_LEVELS.indexOf(level);
  const hits = (at: number) => totals.original.hits[at] ?? 0;
  const ordered = fired.sort(
    ([at, one], [otherAt, other]) => gravity(other) - gravity(one) || hits(otherAt) - hits(at),
  );
  return {
    kind: 'table',
    title: 'Rules that fire',
    subtitle: 'hits per 1,000 events of the part, and share of its subjects with a hit',
    head: [
      ...['rule', 'level', 'author', 'fires on', 'original', 'synthetic', 'training', 'holdout'],
      ...['subjects, original', 'subjects, synthetic'],
    ],
    rows: ordered.map(([at, { title, level, author }]) => [
      title,
      level,
      author ?? 'not named',
      placeOf(totals, at),
      ...(['original', 'synthetic', 'training', 'holdout'] as const).map((part) =>
        perThousand(totals[part], at),
      ),
      subjectShare(totals.original, at),
      subjectShare(totals.synthetic, at),
    ]),
  };
}

function placeOf({ original, synthetic }: SideTotals, at: number): string {
  const [real, made] = [(original.hits[at] ?? 0) > 0, (synthetic.hits[at] ?? 0) > 0];
  if (real && made) return 'both';
  if (real) return 'original only';
  return made ? 'synthetic only' : 'neither';
}

function perThousand({ events, hits }: HitTotals, at: number): number | null {
  return events === 0 ? null : ((hits[at] ?? 0) / events) * 1000;
}

function subjectShare({ subjects, subjectsHit }: HitTotals, at: number): number | null {
  return subjects === 0 ? null : (subjectsHit[at] ?? 0) / subjects;
}
