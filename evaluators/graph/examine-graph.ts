import type { Random } from '../../engine/core/random.ts';
import { accuracyOf, firstShareLikeness, ksLikeness } from '../ceiling/cell-likeness.ts';
import { equalSubjects, fittingSubjects, heldRows } from '../ceiling/equal-subjects.ts';
import { judgedCard } from '../ceiling/likeness-card.ts';
import {
  type AcrossLaws,
  type AcrossScores,
  type Figures,
  outcomeOf,
  scoreAcross,
} from '../ceiling/score-across.ts';
import type { Chapter } from '../findings.ts';
import { degreeAccuracy } from '../links/degree-cells.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import type { Sides } from '../relations/subject-sample.ts';
import { type EdgeColumns, type EdgeRows, edgeTables, readEdges, rewired } from './edge-rows.ts';
import { examineNames } from './examine-names.ts';
import { bothOf, degreePictures, type GraphFindings } from './graph-findings.ts';
import { COMPONENTS, DEGREE_LAWS, graphFigures, MIXING, RECIPROCITY } from './graph-laws.ts';
import { rankedLikeness, rankedShares } from './ranked-likeness.ts';
import { type BothSides, RANKED_BY, rankFigure } from './tail-curves.ts';

const DRAWS = 8;

/** Rows of a table that are read at most; of more, whole subjects are drawn. */
const MOST_ROWS = 300_000;

/** What the graph needs beside the samples. */
export interface GraphOptions {
  readonly random: Random;
  /** Disjoint halves behind each ceiling; 8 if not given. */
  readonly draws?: number;
}

/**
 * Who talks to whom: degrees, volumes, components of the graph of addresses, table by table.
 *
 * Both sides are thinned to the same number of subjects, since endpoints are shared and their
 * degrees grow with that number.
 *
 * @see docs/methods/links-and-pace.md, communication graph
 */
export function examineGraph(sides: Sides, options: GraphOptions): Chapter {
  const { random, draws = DRAWS } = options;
  const equal = judged(() => equalSubjects(sides, random.split('subjects')));
  const tables = edgeTables(sides.original.schema).map((columns) => {
    const own = { random: random.split(columns.table), draws };
    const edges = equal.ok ? judged(() => edgesOf(equal.value, columns, own.random)) : equal;
    return examineTable(columns, edges, own);
  });
  const names = equal.ok ? examineNames(equal.value, { random, draws }) : [];
  const found = [...tables, ...names];
  const scores = found.flatMap(({ cards }) => cards);
  return {
    id: 'graph',
    title: 'Communication graph',
    lead:
      'Endpoints are nodes, and a pair of endpoints is an edge where one sent to the other. Values ' +
      'are new by design, so what is compared is the shape. The floor has the same rows between ' +
      'endpoints drawn at will.',
    scores,
    figures: found.flatMap(({ figures }) => figures),
    contract: {},
    notes: [
      ...found.flatMap(({ notes }) => notes),
      'halves of the original meet fewer endpoints than the whole does; ceilings are drawn ' +
        'to the whole’s size by the square root, which is rough for laws that cross subjects',
    ],
  };
}

type BothEdges = BothSides<EdgeRows>;

function edgesOf(sides: Sides, columns: EdgeColumns, random: Random): BothEdges {
  const fitted = fittingSubjects(sides, {
    most: MOST_ROWS,
    rowsOf: (sample) => heldRows(sample, columns.table),
    random,
  });
  return {
    original: readEdges(fitted.original, columns),
    synthetic: readEdges(fitted.synthetic, columns),
  };
}

function examineTable(
  { table, bytes }: EdgeColumns,
  edges: Judged<BothEdges>,
  { random, draws }: Required<GraphOptions>,
): GraphFindings {
  const laws = DEGREE_LAWS.filter(({ id }) => id !== 'bytes' || bytes.length > 0);
  const ranked = RANKED_BY.filter((by) => by !== 'bytes' || bytes.length > 0);
  const scored: Judged<AcrossScores> = edges.ok
    ? judged(() => scoreTable(edges.value, { random, draws }))
    : edges;
  const card = (id: string, label: string) =>
    judgedCard(`${table}-${id}`, `${table}: ${label}`, carriedOutcome(scored, id));
  const cards = [
    ...laws.flatMap(({ id, name }) => [
      card(id, `${name}, accuracy over degree bins`),
      card(`${id}-ks`, `${name}, 1 − KS`),
    ]),
    card(RECIPROCITY, 'share of pairs that answer each other'),
    card(MIXING, 'degrees of both ends of a pair'),
    ...ranked.map((by) => card(`ranks-${by}`, `${by} of external endpoints by rank`)),
  ];
  if (!scored.ok || !edges.ok) return { cards, figures: [], notes: [] };
  const drawn = laws.filter(({ id }) => carriedOutcome(scored, id).ok);
  const pictures = drawn.flatMap(({ id, name, of }) =>
    degreePictures({ title: `${name}, ${table}`, of, x: name }, bothOf(scored.value, id)),
  );
  const notes = [`${table}: ${edges.value.original.subjects} subjects on either side`];
  const curves = ranked.map((by) => rankFigure(edges.value, { table, by }));
  return { cards, figures: [...pictures, ...curves], notes };
}

const LEAST_COMPONENTS = 5;

/** The outcome of a score; a handful of components carries no law of their sizes. */
function carriedOutcome(scored: Judged<AcrossScores>, id: string): Judged<Score> {
  if (!scored.ok || !id.startsWith(COMPONENTS)) return outcomeOf(scored, id);
  const sides = bothOf(scored.value, COMPONENTS);
  for (const side of ['original', 'synthetic'] as const) {
    const components = sides[side].reduce((sum, count) => sum + count, 0);
    if (components >= LEAST_COMPONENTS) continue;
    return {
      ok: false,
      reason: `graph: too few components of the ${side} side: ${components}; give at least ${LEAST_COMPONENTS}`,
    };
  }
  return outcomeOf(scored, id);
}

function scoreTable(
  edges: BothEdges,
  { random, draws }: { readonly random: Random; readonly draws: number },
): AcrossScores {
  const figuresOf = (side: EdgeRows, keep: Uint8Array | null): Figures =>
    new Map([
      ...graphFigures(side, keep),
      ...RANKED_BY.map((by) => [`ranks-${by}`, rankedShares(side, keep, by)] as const),
    ]);
  const laws: AcrossLaws<EdgeRows> = {
    figuresOf,
    scores: {
      ...Object.fromEntries(
        DEGREE_LAWS.flatMap(({ id }) => [
          [id, { law: id, likeness: degreeAccuracy }],
          [`${id}-ks`, { law: id, likeness: ksLikeness }],
        ]),
      ),
      [RECIPROCITY]: { law: RECIPROCITY, likeness: firstShareLikeness },
      [MIXING]: { law: MIXING, likeness: accuracyOf },
      ...Object.fromEntries(
        RANKED_BY.map((by) => [`ranks-${by}`, { law: `ranks-${by}`, likeness: rankedLikeness }]),
      ),
    },
  };
  const naive = figuresOf(rewired(edges.original, random.split('rewired')), null);
  const { subjects } = edges.original;
  return scoreAcross(
    laws,
    { ...edges, naive, subjects },
    { random: random.split('halves'), draws },
  );
}
