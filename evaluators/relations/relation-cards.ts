import { likenessCard } from '../ceiling/likeness-card.ts';
import { meanScore } from '../ceiling/overall-card.ts';
import type { ScoreCard } from '../findings.ts';
import type { Score } from '../metric.ts';
import type { Detection } from './aggregate-detection.ts';
import type { RelationSides } from './relation-sides.ts';
import { joined, MOST_HOPS, type RelationTrials, type Trials } from './relation-trials.ts';
import { scoreTried, type Tried } from './tried-comparisons.ts';

/** The chapter's likenesses, from single columns to whole chains of keys. */
export function likenessCards(trials: RelationTrials, sides: RelationSides): readonly ScoreCard[] {
  const card = (id: string, label: string, { tried }: Pick<Trials, 'tried'>): ScoreCard =>
    likenessCard(id, label, () => scoreTried(label, tried, sides));
  const onePath = trials.paths.filter(({ path }) => path.hops === 1);
  const quality = [
    card('column-shapes', 'column shapes', trials.shapes),
    card('column-pair-trends', 'column pair trends', trials.pairTrends),
    card('cardinality', 'children per parent', trials.cardinality),
    card('intertable-trends', 'trends between parent and child', joined(onePath)),
  ];
  const hops = Array.from({ length: MOST_HOPS - 1 }, (_, at) => at + 2).map((hop) => {
    const paths = trials.paths.filter(({ path }) => path.hops === hop);
    return card(`hop-trends-${hop}`, `trends over ${hop} foreign keys`, joined(paths));
  });
  return [
    likenessCard('quality', 'quality', () => qualityScore(quality)),
    ...quality,
    ...hops,
    card('link-trends', 'trends across the link', joined(trials.paths.filter(isAcross))),
    card('data-validity', 'valid keys and values', partsOf(trials.validity, DATA_PARTS)),
    card('relationship-validity', 'valid relations', partsOf(trials.validity, RELATION_PARTS)),
    card('next-row', 'differences to the next row', trials.nextRows),
    card('fifth-row', 'differences to the fifth row after', trials.fifthRows),
    card('sequence-statistics', 'mean, median and sd by sequence', trials.statistics),
    card('sequence-lengths', 'sequence lengths', trials.lengths),
  ];
}

const DATA_PARTS = ['keys', 'boundaries', 'categories'];
const RELATION_PARTS = ['references', 'child counts'];

function isAcross({ acrossLink }: { readonly acrossLink: boolean }): boolean {
  return acrossLink;
}

function partsOf(
  { tried }: Trials,
  parts: readonly string[],
): { readonly tried: readonly Tried[] } {
  return { tried: tried.filter(({ group }) => parts.includes(group)) };
}

/** The mean of the scores there are, with each of them; it has no floor of its own. */
function qualityScore(cards: readonly ScoreCard[]): Score {
  const values = cards.flatMap(({ id, outcome }) =>
    outcome.ok ? [[id, outcome.value.value] as const] : [],
  );
  return {
    ...meanScore('quality', cards, 'every'),
    floor: null,
    breakdown: Object.fromEntries(values),
  };
}

/** One card a table: the accuracy of telling its rows apart, .5 where they are alike. */
export function detectionCards(detections: readonly Detection[]): readonly ScoreCard[] {
  return detections.map(({ table, score }) => ({
    id: `two-sample-${table}`,
    label: `told apart with what hangs on them: ${table}`,
    goal: 'minimize',
    range: [0, 1],
    outcome: score,
  }));
}
