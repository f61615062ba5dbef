import { IncomputableMetricError } from '../../engine/core/errors.ts';
import type { Random } from '../../engine/core/random.ts';
import { withCompanions } from '../ceiling/companions.ts';
import { judgedCard } from '../ceiling/likeness-card.ts';
import { shareCeiling } from '../distances/share-ceiling.ts';
import type { EmbeddedSides } from '../embeddings/embedded-sides.ts';
import type { Chapter, Figure, Json, ScoreCard } from '../findings.ts';
import { type Judged, judged, type Score } from '../metric.ts';
import { centroidCosine } from './centroid-cosine.ts';
import { closestFigure } from './closest-figure.ts';
import { cosineCeiling } from './cosine-ceiling.ts';
import { discriminatorAuc } from './discriminator-auc.ts';
import type { ExaminedFrames } from './examine-frames.ts';

/** Folds behind the discriminator's floor, where its value is far from any limit. */
const FLOOR_FOLDS = 1;

/** AUC of a coin: who tells sides apart worse than that has learnt nothing. */
const COIN = 0.5;

/** A table's part of the chapter. */
export type DescribedEmbeddings = Pick<Chapter, 'scores' | 'figures' | 'contract' | 'notes'>;

interface ExaminedTable extends ExaminedFrames {
  readonly table: string;
  readonly random: Random;
}

/** Cards with ceilings and floors, the picture of distances, and the figures of the contract. */
export function describeEmbeddings(
  table: string,
  frames: ExaminedFrames,
  random: Random,
): DescribedEmbeddings {
  const examined: ExaminedTable = { ...frames, table, random };
  const { similarity, distances, closest } = examined;
  const figures: readonly Figure[] = closest.ok ? closestFigure(table, closest.value) : [];
  return {
    scores: [cosineCard(examined), aucCard(examined), shareCard(examined), identicalCard(examined)],
    figures,
    contract: {
      [`tables.${table}.similarity`]: similarityJson(similarity),
      [`tables.${table}.distances`]: distancesJson(distances),
    },
    notes: notesOf(examined),
  };
}

function notesOf(examined: ExaminedTable): readonly string[] {
  const { table, similarity, distances, embedded, closest, identical } = examined;
  const refusals = [
    { what: 'similarity', outcome: similarity },
    { what: 'distances', outcome: distances },
  ].flatMap(({ what, outcome }) =>
    outcome.ok ? [] : [`tables.${table}.${what} is null: ${outcome.reason}`],
  );
  if (!embedded.ok) return refusals;
  const { rows, dimensions } = embedded.value.training.points;
  return [
    `tables.${table}: ${rows} rows a side as points of ${dimensions} dimensions`,
    ...refusals,
    ...distanceNotes(table, { closest, identical, dimensions }),
  ];
}

/** Among which rows and columns each figure was sought. */
function distanceNotes(
  table: string,
  {
    closest,
    identical,
    dimensions,
  }: Pick<ExaminedTable, 'closest' | 'identical'> & { readonly dimensions: number },
): readonly string[] {
  if (!closest.ok || !identical.ok) return [];
  const { group } = closest.value;
  const { synthetic, training } = identical.value.rows;
  return [
    `tables.${table}: ims looks for ${synthetic} synthetic rows among ${training} training rows, by ` +
      `all columns; dcr, nndr, dcrShare and imsEqualSizes are of the group of columns closest to ` +
      `copying: ${group.name}, ${group.dimensions.length} of ${dimensions} dimensions`,
  ];
}

function similarityJson(similarity: ExaminedTable['similarity']): Json {
  if (!similarity.ok) {
    return { cosineTraining: null, cosineHoldout: null, aucTraining: null, aucHoldout: null };
  }
  const { cosineTraining, cosineHoldout, aucTraining, aucHoldout } = similarity.value;
  return {
    cosineTraining: rounded(cosineTraining, 7),
    cosineHoldout: rounded(cosineHoldout, 7),
    aucTraining: rounded(aucTraining, 3),
    aucHoldout: rounded(aucHoldout, 3),
  };
}

function distancesJson(distances: ExaminedTable['distances']): Json {
  if (!distances.ok) {
    return { ims: null, imsEqualSizes: null, dcr: null, dcrShare: null, nndr: null };
  }
  const { ims, imsEqualSizes, dcr, dcrShare, nndr } = distances.value;
  return {
    ims: rounded(ims, 7),
    imsEqualSizes: rounded(imsEqualSizes, 7),
    dcr: rounded(dcr, 7),
    dcrShare: rounded(dcrShare, 7),
    nndr: rounded(nndr, 7),
  };
}

function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
}

/** Value, the holdout's own figure as ceiling, an interval of draws, what naive rows reach. */
function scoreOf(
  value: number,
  companions: {
    readonly ceiling: number | null;
    readonly draws?: readonly number[];
    readonly floor?: number | null;
  },
): Score {
  const { ceiling, draws = [], floor = null } = companions;
  return { ...withCompanions(value, { ceiling: draws, floor }), ceiling };
}

function cosineCard({ table, similarity, embedded, random }: ExaminedTable): ScoreCard {
  return judgedCard(
    `${table}-cosine`,
    `cosine of the centres: ${table}`,
    both(similarity, embedded, ({ cosineTraining, cosineHoldout }, sides) =>
      scoreOf(cosineTraining, {
        ceiling: cosineHoldout,
        draws: cosineCeiling(originalOf(sides), {
          wanted: subjectsOf(sides),
          random: random.split('cosine ceiling'),
        }),
        floor: centroidCosine(sides.training.points, sides.naive()),
      }),
    ),
  );
}

function aucCard({ table, similarity, embedded, random }: ExaminedTable): ScoreCard {
  return {
    id: `${table}-auc`,
    label: `discriminator AUC, ideal .5: ${table}`,
    goal: 'minimize',
    range: [COIN, 1],
    outcome: both(similarity, embedded, ({ aucTraining, aucHoldout }, { training, naive }) => {
      const floor = discriminatorAuc(training.points, naive(), {
        random: random.split('auc floor'),
        heldOut: FLOOR_FOLDS,
      });
      return scoreOf(Math.max(COIN, aucTraining), {
        ceiling: aucHoldout === null ? null : Math.max(COIN, aucHoldout),
        floor: Math.max(COIN, floor),
      });
    }),
  };
}

/** Naive rows copy nothing, so the share has no floor. */
function shareCard({ table, distances, embedded, groups, random }: ExaminedTable): ScoreCard {
  return {
    id: `${table}-dcr-share`,
    label: `closer to training than to holdout, ideal .5: ${table}`,
    goal: 'minimize',
    range: [0, 1],
    outcome: both(distances, embedded, ({ dcrShare }, { training, holdout, synthetic }) => {
      if (holdout === null || dcrShare === null) throw noHoldout(table);
      const sides = { training, holdout, synthetic };
      const draws = shareCeiling(sides, { groups, random: random.split('share ceiling') });
      return withCompanions(dcrShare, { ceiling: draws, floor: null });
    }),
  };
}

function noHoldout(table: string): IncomputableMetricError {
  return new IncomputableMetricError(
    `${table}: no share of closer rows: 0 holdout rows; give a holdout`,
    { table },
  );
}

function identicalCard({ table, identical }: ExaminedTable): ScoreCard {
  return {
    id: `${table}-identical`,
    label: `rows identical to a training row: ${table}`,
    goal: 'minimize',
    range: [0, 1],
    outcome: identical.ok
      ? {
          ok: true,
          value: scoreOf(identical.value.synthetic, { ceiling: identical.value.holdout }),
        }
      : identical,
  };
}

function both<T>(
  figures: Judged<T>,
  embedded: Judged<EmbeddedSides>,
  score: (figures: T, sides: EmbeddedSides) => Score,
): Judged<Score> {
  if (!figures.ok) return figures;
  if (!embedded.ok) return embedded;
  return judged(() => score(figures.value, embedded.value));
}

function originalOf({ training, holdout }: EmbeddedSides) {
  return holdout === null ? [training] : [training, holdout];
}

function subjectsOf({ training, synthetic }: EmbeddedSides) {
  return {
    original: new Set(training.subject).size,
    synthetic: new Set(synthetic.subject).size,
  };
}
