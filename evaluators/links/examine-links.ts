import type { Random } from '../../engine/core/random.ts';
import type { Row } from '../../engine/core/row.ts';
import { someOf } from '../ceiling/equal-subjects.ts';
import { affordedDraws, drawHalves, type Halves } from '../ceiling/halves.ts';
import { likenessCard } from '../ceiling/likeness-card.ts';
import { permutedLinks } from '../ceiling/naive-samples.ts';
import { scoreCells } from '../ceiling/score-cells.ts';
import { sumCells } from '../ceiling/subject-cells.ts';
import type { Chapter, Figure, LawFigure, ScoreCard } from '../findings.ts';
import type { Sides, SubjectSample } from '../relations/subject-sample.ts';
import { LAG_BINS, lagBinLabels } from '../sequences/lag-bins.ts';
import { degreeFigure, degreeTable, examineDegrees, examineNameDegrees } from './degree-chapter.ts';
import {
  assortativityLaw,
  conditionalLaws,
  crossPairs,
  lagGivenLaws,
  lagLaw,
  pairLaws,
  tripleLaws,
} from './joint-laws.ts';
import { type CodedLinks, codeLinks } from './link-codes.ts';
import { joinLinks } from './link-rows.ts';
import { type LinkShape, linkShapeOf } from './link-shape.ts';

const MOST_DRAWS = 200;

/** What the cells of a law cost a draw, in rows. */
const LAW_CELLS = 10_000;

/** Links that are joined at most; of more, whole subjects are drawn. */
const MOST_LINKS = 20_000;

/** What the laws of the links need beside the samples. */
export interface LinkLawOptions {
  readonly random: Random;
  /** Rows of the table of names on both sides; without them no degree per name is given. */
  readonly names?: { readonly original: readonly Row[]; readonly synthetic: readonly Row[] };
  /** Disjoint halves behind each ceiling at most; 200 if not given, fewer where laws are many. */
  readonly draws?: number;
}

/**
 * What the links tie: columns of both ends together, numbers of links, lags.
 *
 * @returns null if the schema has no link table
 * @throws SchemaError if its link table lacks an end
 * @see docs/methods/links-and-pace.md
 */
export function examineLinks(sides: Sides, options: LinkLawOptions): Chapter | null {
  const shape = linkShapeOf(sides.original.schema);
  if (shape === null) return null;
  const { random, names = { original: [], synthetic: [] }, draws = MOST_DRAWS } = options;
  const links = joinSides(sides, shape, random.split('join'));
  const joint = examineJoint(links, { random: random.split('joint'), draws });
  const halves = drawHalves(sides.original.subjects.length, draws, random.split('degrees'));
  const degrees = examineDegrees(shape, sides, { halves, random: random.split('degrees') });
  const named = examineNameDegrees(shape, sides, { names, random: random.split('names') });
  const laws = [...degrees.laws, ...named.laws];
  const scores = [...joint.cards, ...degrees.cards, ...named.cards];
  return {
    id: 'link-laws',
    title: 'Laws of the links',
    lead:
      'A link ties an event to a flow. Judged are what both ends hold together, how many links a ' +
      'row has at either end, and how far the ends are apart in time.',
    scores,
    figures: [
      ...joint.figures,
      ...laws.map((law) => degreeFigure(law, 'links')),
      degreeTable(laws, 'links'),
    ],
    contract: {},
    notes: thinningNotes(sides, links),
  };
}

function joinSides(sides: Sides, shape: LinkShape, random: Random): CodedLinks {
  const original = thinned(sides.original, shape, random.split('original'));
  const synthetic = thinned(sides.synthetic, shape, random.split('synthetic'));
  const naive = permutedLinks(original, random.split('naive'));
  return codeLinks(
    {
      original: joinLinks(original, shape),
      synthetic: joinLinks(synthetic, shape),
      naive: joinLinks(naive, shape, 'ends'),
    },
    {
      original: original.subjects.length,
      synthetic: synthetic.subjects.length,
      naive: naive.subjects.length,
    },
  );
}

function thinned(sample: SubjectSample, shape: LinkShape, random: Random): SubjectSample {
  const links = sample.subjects.reduce(
    (sum, { tables }) => sum + (tables.get(shape.table.name)?.length ?? 0),
    0,
  );
  if (links <= MOST_LINKS) return sample;
  return someOf(sample, Math.ceil((sample.subjects.length * MOST_LINKS) / links), random);
}

interface JointFindings {
  readonly cards: readonly ScoreCard[];
  readonly figures: readonly Figure[];
}

function examineJoint(
  links: CodedLinks,
  { random, draws }: { readonly random: Random; readonly draws: number },
): JointFindings {
  const rows = links.rows.original.subject.length;
  const halvesFor = (laws: number, name: string): Halves => {
    const afforded = Math.min(draws, affordedDraws((rows + LAW_CELLS) * laws));
    return drawHalves(links.subjects.original, afforded, random.split(name));
  };
  const pairs = crossPairs(links);
  const halves = halvesFor(pairs.length, 'pairs');
  const joint = likenessCard('joint', 'columns of event and flow together', () =>
    scoreCells(pairLaws(links), halves),
  );
  const cards = [
    withWorst(joint),
    withWorst(
      likenessCard('triples', 'columns of process, event and flow together', () =>
        scoreCells(tripleLaws(links, random.split('triples')), halvesFor(200, 'triples')),
      ),
    ),
    withWorst(
      likenessCard('conditional', 'columns given a category of the other end', () =>
        scoreCells(conditionalLaws(links), halves),
      ),
    ),
    likenessCard('assortativity', 'links of the event with links of the flow', () =>
      scoreCells([assortativityLaw(links)], halves),
    ),
    likenessCard('lag', 'lag of the event after the flow', () =>
      scoreCells([lagLaw(links)], halves),
    ),
    likenessCard('lag-given', 'lag given a category of either end', () =>
      scoreCells(lagGivenLaws(links), halves),
    ),
  ];
  return { cards, figures: [jointGrid(links, joint), lagFigure(links)] };
}

const MOST_PARTS = 12;

/** Of many parts the breakdown keeps the twelve least alike. */
function withWorst(card: ScoreCard): ScoreCard {
  if (!card.outcome.ok) return card;
  const { value } = card.outcome;
  const worst = Object.entries(value.breakdown)
    .sort(([, one], [, other]) => one - other)
    .slice(0, MOST_PARTS);
  return {
    ...card,
    outcome: { ok: true, value: { ...value, breakdown: Object.fromEntries(worst) } },
  };
}

function jointGrid(links: CodedLinks, joint: ScoreCard): Figure {
  const values = joint.outcome.ok ? joint.outcome.value.breakdown : {};
  return {
    kind: 'grid',
    title: 'Columns of both ends together',
    subtitle: 'Accuracy of the joint distribution over the links; 1 is alike.',
    x: 'flow',
    y: 'event and its parents',
    cells: crossPairs(links).flatMap(({ event, flow }) => {
      const value = values[`${event.name} × ${flow.name}`];
      return value === undefined ? [] : [{ x: flow.name, y: event.name, value }];
    }),
  };
}

function lagFigure(links: CodedLinks): LawFigure {
  const law = lagLaw(links);
  const shares = (side: 'original' | 'synthetic') => {
    const sums = sumCells(law[side], law.size).subarray(0, LAG_BINS);
    const total = sums.reduce((sum, count) => sum + count, 0);
    return [...sums].map((count) => (total === 0 ? 0 : count / total));
  };
  return {
    kind: 'law',
    title: 'Lag',
    subtitle: 'Corrected time of the event less the start of the flow, by sign and size.',
    axis: 'lag',
    of: 'links',
    labels: lagBinLabels(),
    original: shares('original'),
    synthetic: shares('synthetic'),
  };
}

function thinningNotes(sides: Sides, { subjects }: CodedLinks): readonly string[] {
  return (['original', 'synthetic'] as const).flatMap((side) => {
    const all = sides[side].subjects.length;
    if (subjects[side] === all) return [];
    return [
      `the columns of the ${side} links are compared over ${subjects[side]} of ${all} ` +
        'subjects, drawn at random',
    ];
  });
}
