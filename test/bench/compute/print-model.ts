import { agrees } from './agreement.ts';
import type { SideFigures } from './compare-sides.ts';
import type { ModelFigures } from './measure-model.ts';

const NAME_WIDTH = 32;
const WIDTH = 11;

const HEADINGS = [
  'steps/s',
  'ratio',
  'by CPU s',
  'rows/s',
  'ratio',
  'by CPU s',
  'loss error',
  'same codes',
  'start s',
  'peak MiB',
];

/** What was measured of a model as lines of a table. */
export function printedModel(figures: ModelFigures): readonly string[] {
  const { model, torch, sides, allowedMib, missing, agreements } = figures;
  const beside = torch === null ? 'no PyTorch beside us' : `PyTorch ${torch} beside us`;
  const timed = new Set(sides.map(({ name }) => name));
  const off = agreements.filter((one) => !agrees(one));
  return [
    `== ${model}; ${beside}; memory allowed ${allowedMib.toFixed(0)} MiB`,
    line('', HEADINGS),
    ...sides.map((side) => sideLine(side, figures)),
    ...off.map(
      ({ name, lossError, sameCodes }) =>
        `!! ${name} differs from PyTorch: losses by ${lossError.toExponential(1)}, ` +
        `codes alike ${sameCodes ?? '?'}: ${timed.has(name) ? '' : 'not '}timed`,
    ),
    ...missing.map((reason) => `-- not there: ${reason}`),
  ];
}

function sideLine(side: SideFigures, { agreements, starts }: ModelFigures): string {
  const agreement = agreements.find(({ name }) => name === side.name);
  const start = starts[side.name];
  return line(side.name, [
    side.training.perSecond.toPrecision(3),
    side.training.ratio?.toPrecision(3),
    side.training.cpuRatio?.toPrecision(3),
    Math.round(side.drawing.perSecond).toString(),
    side.drawing.ratio?.toPrecision(3),
    side.drawing.cpuRatio?.toPrecision(3),
    agreement?.lossError.toExponential(1),
    agreement?.sameCodes?.toFixed(4),
    start?.seconds.toFixed(2),
    start?.peakMib.toFixed(0),
  ]);
}

function line(name: string, cells: readonly (string | undefined)[]): string {
  const shown = cells.map((cell) => (cell ?? '').padStart(WIDTH));
  return `${name.padEnd(NAME_WIDTH)}${shown.join('')}`.trimEnd();
}
