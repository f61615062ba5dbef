import type { Random } from '../../engine/core/random.ts';
import type { Chapter, Json, ScoreCard } from '../findings.ts';
import { type Sides, type SubjectSample, withSubjects } from '../relations/subject-sample.ts';
import { detectionNotes } from './detection-notes.ts';
import { detectionCards } from './detection-scores.ts';
import { detectionTable, firingOf, type SideTotals } from './detection-table.ts';
import type { SigmaRules } from './sigma-rule.ts';
import { createHitCounter, type HitTotals, totalHits } from './subject-hits.ts';
import { createTableEvents, holdsSysmonEvents, sysmonTables } from './sysmon-fields.ts';

/** What the examination of detections needs beside samples and rules. */
export interface DetectionOptions {
  readonly random: Random;
}

/**
 * Whether detection rules answer alike on original and synthetic events.
 *
 * Without rules, or on tables without Sysmon events, the chapter holds a note only.
 *
 * @see docs/methods/sigma.md
 */
export function examineDetections(
  sides: Sides,
  sigma: SigmaRules,
  { random }: DetectionOptions,
): Chapter {
  const { rules } = sigma;
  const counts = { rules: rules.length + sigma.refusals.length, evaluated: rules.length };
  if (rules.length === 0 || !holdsSysmonEvents(sides.original.schema)) {
    return { ...chapterOf(sigma), notes: [whyNone(sigma), ...detectionNotes(sigma, null)] };
  }
  const read = sysmonSides(sides);
  const counter = createHitCounter(read.original, rules);
  const totalOf = (sample: SubjectSample): HitTotals => totalHits(sample, rules.length, counter);
  const totals: SideTotals = {
    training: totalOf(read.training),
    holdout: totalOf(read.holdout),
    original: totalOf(read.original),
    synthetic: totalOf(read.synthetic),
  };
  const scores = detectionCards({ sides: read, rules, counter, random });
  const held = createTableEvents(sides.original.schema).fields;
  return {
    ...chapterOf(sigma),
    scores,
    figures: [detectionTable(rules, totals)],
    contract: {
      detections: {
        ...counts,
        refused: sigma.refusals.length,
        fired: firingOf(rules, totals),
        ...Object.fromEntries(scores.map((card) => [card.id, scoreValue(card)])),
      },
    },
    notes: detectionNotes(sigma, { held, totals, share: shareOf(sides) }),
  };
}

function chapterOf({ rules, refusals }: SigmaRules): Chapter {
  return {
    id: 'detections',
    title: 'Detections',
    lead:
      'Sigma rules are evaluated on the events of both sides. On synthetic events that can stand ' +
      'in for the original ones the same rules fire, as often, and the others stay silent.',
    scores: [],
    figures: [],
    contract: {
      detections: {
        rules: rules.length + refusals.length,
        evaluated: 0,
        refused: refusals.length,
      },
    },
    notes: [],
  };
}

function whyNone({ rules }: SigmaRules): string {
  return rules.length === 0
    ? 'detections: no rules to evaluate: 0; name Sigma rules in the scenario'
    : 'detections: no Sysmon events to evaluate: the tables hold none; give events and processes';
}

/** The naive side shuffles every table it is given: it gets those that rules read. */
function sysmonSides(sides: Sides): Sides {
  const schema = sysmonTables(sides.original.schema);
  const only = (sample: SubjectSample) => ({ ...withSubjects(sample, sample.subjects), schema });
  return {
    training: only(sides.training),
    holdout: only(sides.holdout),
    original: only(sides.original),
    synthetic: only(sides.synthetic),
  };
}

function shareOf({ original, synthetic }: Sides): number {
  return Math.min(original.share, synthetic.share);
}

function scoreValue({ outcome }: ScoreCard): Json {
  return outcome.ok ? outcome.value.value : null;
}
