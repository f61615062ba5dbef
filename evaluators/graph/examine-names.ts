import type { Random } from '../../engine/core/random.ts';
import { ksLikeness } from '../ceiling/cell-likeness.ts';
import { judgedCard } from '../ceiling/likeness-card.ts';
import { type AcrossScores, outcomeOf, scoreAcross } from '../ceiling/score-across.ts';
import { degreeAccuracy } from '../links/degree-cells.ts';
import { type Judged, judged } from '../metric.ts';
import type { Sides } from '../relations/subject-sample.ts';
import { bothOf, degreePictures, type GraphFindings } from './graph-findings.ts';
import {
  isNameShared,
  type NameColumn,
  nameColumns,
  popularity,
  readNames,
  uniformNames,
} from './name-popularity.ts';

const LAWS = [
  { law: 'rows', label: 'rows of a name' },
  { law: 'subjects', label: 'subjects that hold a name' },
] as const;

/**
 * How often names come, and with how many subjects, for every column of names in which a subject
 * meets more than one. The floor draws names at will.
 *
 * @param sides of the same number of subjects
 */
export function examineNames(
  sides: Sides,
  { random, draws }: { readonly random: Random; readonly draws: number },
): readonly GraphFindings[] {
  return nameColumns(sides.original.schema).flatMap((column) => {
    const original = readNames(sides.original, column);
    if (!isNameShared(original)) return [];
    const naive = uniformNames(original, random.split('names', column.table, column.column));
    const scored = judged(() =>
      scoreAcross(
        {
          figuresOf: popularity,
          scores: Object.fromEntries(
            LAWS.flatMap(({ law }) => [
              [law, { law, likeness: degreeAccuracy }],
              [`${law}-ks`, { law, likeness: ksLikeness }],
            ]),
          ),
        },
        {
          original,
          synthetic: readNames(sides.synthetic, column),
          naive: popularity(naive, null),
          subjects: original.subjects,
        },
        { random: random.split('halves', column.table, column.column), draws },
      ),
    );
    return [findingsOf(column, scored)];
  });
}

function findingsOf({ table, column }: NameColumn, scored: Judged<AcrossScores>): GraphFindings {
  const cards = LAWS.flatMap(({ law, label }) => [
    judgedCard(
      `${table}-${column}-${law}`,
      `${table}: ${label} in ${column}, accuracy over degree bins`,
      outcomeOf(scored, law),
    ),
    judgedCard(
      `${table}-${column}-${law}-ks`,
      `${table}: ${label} in ${column}, 1 − KS`,
      outcomeOf(scored, `${law}-ks`),
    ),
  ]);
  if (!scored.ok) return { cards, figures: [], notes: [] };
  const figures = LAWS.flatMap(({ law, label }) =>
    degreePictures(
      { title: `${label}, ${table}.${column}`, of: 'names', x: label },
      bothOf(scored.value, law),
    ),
  );
  return { cards, figures, notes: [] };
}
