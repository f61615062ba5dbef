import type { Random } from '../../engine/core/random.ts';
import type { Chapter } from '../findings.ts';
import {
  DETECTION_HALVES,
  type Detection,
  detectAggregates,
  MOST_ROWS,
  MOST_ROWS_A_SUBJECT,
} from './aggregate-detection.ts';
import { detectionTable } from './detection-table.ts';
import { MOST_PAIRED_ROWS } from './hop-trends.ts';
import { detectionCards, likenessCards } from './relation-cards.ts';
import { relationFigures } from './relation-figures.ts';
import { HALVES, type RelationSides, relationSides } from './relation-sides.ts';
import { joined, MOST_HOPS, type RelationTrials, tryRelations } from './relation-trials.ts';
import type { Sides } from './subject-sample.ts';
import { outsideRelationsOf } from './table-relation.ts';

/**
 * Judges tables, keys and chains of keys: the properties of SDMetrics' multi-table reports and the
 * aggregation test and k-hop trends of SyntheRela.
 *
 * @see docs/methods/relations.md
 */
export async function examineRelations(
  sides: Sides,
  { random }: { readonly random: Random },
): Promise<Chapter> {
  const { schema } = sides.original;
  const flat = relationSides(sides, random.split('sides'));
  const trials = tryRelations(flat, schema, random.split('trials'));
  const links = new Set(schema.tables.flatMap(({ name, role }) => (role === 'link' ? [name] : [])));
  const detections = detectAggregates(flat, { links, random: random.split('detections') });
  return {
    id: 'relations',
    title: 'Relations',
    lead:
      'Are rows tied to each other as in the original? Children per parent, trends between columns ' +
      'that up to four foreign keys part, and a classifier that tries to tell rows by what hangs on them.',
    scores: [...likenessCards(trials, flat), ...detectionCards(detections)],
    figures: [...relationFigures(trials, flat), detectionTable(detections)],
    contract: {},
    notes: [...notesOf(trials, flat, outsideRelationsOf(schema)), ...detectionNotes(detections)],
  };
}

function notesOf(
  trials: RelationTrials,
  sides: RelationSides,
  outside: readonly string[],
): readonly string[] {
  const across = joined(trials.paths);
  const kinds = {
    'column shapes': trials.shapes,
    'validity shares': trials.validity,
    'trends of a table': trials.pairTrends,
    'trends over keys': across,
    'differences of rows': joined([trials.nextRows, trials.fifthRows]),
    'figures of sequences': trials.statistics,
  };
  const left = Object.entries(kinds).flatMap(([name, trial]) =>
    trial.left > 0 ? [`${trial.left} ${name}`] : [],
  );
  const trends = [trials.pairTrends, across];
  const related = trends.map(({ tried, left: without }) => tried.length + without);
  return [
    `relations: ceilings are the mean of ${HALVES} disjoint halves; at most ` +
      `${MOST_PAIRED_ROWS} rows, drawn at random, stand behind a pair of columns`,
    `relations: ${related[0]} of ${trends[0]?.pairs} pairs within tables and ${related[1]} of ` +
      `${trends[1]?.pairs} over up to ${MOST_HOPS} keys are related in the original and count`,
    ...list('relations: left out, as a side has no or only one value', left),
    ...list('relations: left out as free text', sides.texts),
    ...list('relations: parents that no subject owns are not sampled', outside),
  ];
}

function detectionNotes(detections: readonly Detection[]): readonly string[] {
  return [
    `relations: rows are told apart on at most ${MOST_ROWS} rows a side, ${MOST_ROWS_A_SUBJECT} a ` +
      `subject, whose rows are held out together; ceilings are the mean of ${DETECTION_HALVES} halves`,
    ...detections.flatMap(({ table, result }) => (result.ok ? [] : [`${table}: ${result.reason}`])),
  ];
}

function list(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
}
