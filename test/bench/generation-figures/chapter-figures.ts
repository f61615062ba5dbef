import { atLeast, type Figure } from './figure.ts';
import { at, keysAt, type Run } from './open-run.ts';
import { TARGETS } from './targets.ts';

/** How many of a chapter's scores lie within what real halves give, for each chapter of the report. */
export function chapterFigures({ report }: Run): readonly Figure[] {
  return keysAt(report, 'scores').flatMap((chapter): readonly Figure[] => {
    const ids = keysAt(report, 'scores', chapter);
    const of = (what: string) => ids.map((id) => at(report, 'scores', chapter, id, what));
    const judged = of('insideCeiling').filter((inside) => typeof inside === 'boolean');
    if (judged.length === 0) return [];
    const normalised = of('normalised').filter((one) => typeof one === 'number');
    const mean = normalised.reduce((sum, one) => sum + one, 0) / normalised.length;
    const name = `${chapter}: share of scores inside the ceiling’s interval`;
    const value = judged.filter((inside) => inside).length / judged.length;
    const note = `${judged.length} scores; mean between floor 0 and ceiling 1: ${mean.toFixed(2)}`;
    const target = atLeast(TARGETS.insideCeiling);
    return [{ group: '13 report', name, value, ceiling: null, floor: null, target, note }];
  });
}
