import type { Figure } from '../generation-figures/figure.ts';
import { isMet } from '../generation-figures/figure.ts';
import type { FamilyRow } from './family-row.ts';

const NAME_WIDTH = 46;
const WIDTH = 12;

/** Families side by side: figures down, families across, what is aimed at last. */
export function printedScenario(scenario: string, rows: readonly FamilyRow[]): readonly string[] {
  const names = [...new Set(rows.flatMap((row) => row.figures.map(keyOf)))];
  const heads = [...rows.map(({ family }) => family), 'ceiling', 'target'];
  const lines = [`== ${scenario}`, line('', heads)];
  for (const name of names) {
    const found = rows.map((row) => row.figures.find((figure) => keyOf(figure) === name));
    const any = found.find((figure) => figure !== undefined);
    const cells = found.map((figure) => cellOf(figure));
    lines.push(line(name, [...cells, numberText(any?.ceiling ?? null), targetText(any)]));
  }
  return lines;
}

/** Rows for `engine/models/family-benchmark.ts`, as source text. */
export function printedMeasured(rows: readonly FamilyRow[]): readonly string[] {
  return rows
    .flatMap(({ measured }) => measured)
    .map((one) => {
      const rounded = {
        ...one,
        accuracy: Number(one.accuracy.toFixed(4)),
        membershipAuc: one.membershipAuc === null ? null : Number(one.membershipAuc.toFixed(4)),
      };
      const cells = Object.entries(rounded).map(([key, value]) => `${key}: ${literal(value)}`);
      return `  { ${cells.join(', ')} },`;
    });
}

function literal(value: string | number | null): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function keyOf({ group, name }: Figure): string {
  const [number] = group.split(' ');
  return `${number} ${name}`;
}

/** The value, with a star where it meets its target. */
function cellOf(figure: Figure | undefined): string {
  if (figure === undefined) return '';
  return `${numberText(figure.value)}${isMet(figure) === true ? '*' : ' '}`;
}

function targetText(figure: Figure | undefined): string {
  const [least, most] = figure?.target ?? [null, null];
  if (least === null || most === null) return '';
  if (!Number.isFinite(most)) return `>= ${numberText(least)}`;
  if (!Number.isFinite(least)) return `<= ${numberText(most)}`;
  return `${numberText(least)}..${numberText(most)}`;
}

function numberText(value: number | null): string {
  if (value === null) return '';
  const size = Math.abs(value);
  return size >= 1000 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(4);
}

function line(name: string, cells: readonly string[]): string {
  const shown = cells.map((cell) => cell.padStart(WIDTH));
  return `${name.padEnd(NAME_WIDTH)}${shown.join('')}`.trimEnd();
}
