import {
  type ClosestComparison,
  type ClosestRecords,
  closestFigures,
} from '../distances/closest-records.ts';
import type { CurvePoint, Figure, Series } from '../findings.ts';
import { judged } from '../metric.ts';

const STEPS = 100;
/** Where identical rows stand on the log axis; the limit below which rows count as identical. */
const LEAST = 1e-6;

/** Cumulative distances to closest records, and what is reported of them. */
export function closestFigure(table: string, closest: ClosestComparison): readonly Figure[] {
  const { toTraining, toHoldout, holdoutToTraining, group } = closest;
  const within = `within ${group.name} (dimensions: ${group.dimensions.length}), as many rows a side`;
  const compared = [
    { name: 'synthetic to training', side: 'synthetic' as const, records: toTraining },
    { name: 'holdout to training', side: 'real' as const, records: holdoutToTraining },
    { name: 'synthetic to holdout', side: 'other' as const, records: toHoldout },
  ].flatMap(({ records, ...rest }) => (records === null ? [] : [{ ...rest, records }]));
  return [
    {
      kind: 'curve',
      title: `${table}: distance to the closest record`,
      subtitle: `Share of rows up to that distance, ${within}. Left of real: too close.`,
      x: { label: 'distance', scale: 'log' },
      y: { label: 'share of rows', scale: 'linear' },
      series: compared.map(
        ({ name, side, records }): Series => ({ name, side, points: cumulative(records.dcr) }),
      ),
    },
    {
      kind: 'table',
      title: `${table}: closest records`,
      subtitle: `Identical rows, mean distance, 10th least distance ratio, ${within}`,
      head: ['from and to', 'identical', 'mean distance', 'distance ratio'],
      rows: compared.map(({ name, records }) => tableRow(name, records)),
    },
  ];
}

function cumulative(distances: Float64Array): readonly CurvePoint[] {
  const sorted = Float64Array.from(distances).sort();
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const at = Math.round((step / STEPS) * (sorted.length - 1));
    return { x: Math.max(LEAST, sorted[at] as number), y: step / STEPS };
  });
}

function tableRow(name: string, records: ClosestRecords): readonly (string | number | null)[] {
  const figures = judged(() => closestFigures(records));
  if (!figures.ok) return [name, null, null, null];
  return [name, figures.value.ims, figures.value.dcr, figures.value.nndr];
}
