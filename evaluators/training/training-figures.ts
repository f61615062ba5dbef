import type { CurveFigure, Series, TableFigure } from '../findings.ts';
import type { StopReason, TrainingFacts } from './training-facts.ts';
import type { NetworkSummary } from './training-summary.ts';

const STOPS: Readonly<Record<StopReason, string>> = {
  early: 'the validation loss fell no more',
  epochs: 'it had as many epochs as it may',
  time: 'its time was up',
  budget: 'the privacy budget was spent',
};

/** Which family learned each table; tables of one choice stand together. */
export function familyTable(families: TrainingFacts['families']): TableFigure {
  const tables = new Map<string, string[]>();
  for (const [table, { family, reason }] of Object.entries(families)) {
    const choice = JSON.stringify([family, reason]);
    tables.set(choice, [...(tables.get(choice) ?? []), table]);
  }
  return {
    kind: 'table',
    title: 'Families by table',
    subtitle: 'When rows come is learned by the family of the largest table of their timeline.',
    head: ['Tables', 'Family', 'Why'],
    rows: [...tables].map(([choice, names]) => [names.join(', '), ...JSON.parse(choice)]),
  };
}

/** How every network ended. */
export function networkTable(networks: readonly NetworkSummary[]): TableFigure {
  return {
    kind: 'table',
    title: 'Networks',
    subtitle: 'The best epoch is the one with the least validation loss, in nats a row.',
    head: ['Network', 'Epochs', 'Best', 'Validation', 'Seconds', 'Ended because'],
    rows: networks.map(({ name, epochs, bestEpoch, validation, seconds, stopped }) => [
      ...[name, epochs, bestEpoch, validation, Math.round(seconds)],
      stopped === null ? null : STOPS[stopped],
    ]),
  };
}

/** Losses by epoch, a figure for each network that had more than one. */
export function curveFigures(networks: readonly NetworkSummary[]): readonly CurveFigure[] {
  const drawn = networks.filter(({ epochs }) => epochs > 1);
  return drawn.map(({ name, curve, bestEpoch, stopped }) => {
    const line = (part: 'training' | 'validation', side: Series['side']): Series => ({
      name: part,
      side,
      points: curve.map((point) => ({ x: point.epoch, y: point[part] })),
    });
    const end = stopped === null ? '' : `; ended because ${STOPS[stopped]}`;
    return {
      kind: 'curve',
      title: `Training of ${name}`,
      subtitle: `Loss by epoch; the least validation loss at epoch ${bestEpoch}${end}.`,
      x: { label: 'epoch', scale: 'linear' },
      y: { label: 'loss, nats a row', scale: 'linear' },
      series: [line('training', 'real'), line('validation', 'synthetic')],
    };
  });
}
