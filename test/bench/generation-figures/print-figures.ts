import type { RunFigures } from './all-figures.ts';
import { type Figure, isMet, type Target } from './figure.ts';

const NAME_WIDTH = 58;
const WIDTH = 9;
/** Families that take less are not worth naming. */
const LEAST_SECONDS = 0.1;

/** The figures of a run as lines of a table. */
export function printedFigures({ run, figures, seconds }: RunFigures): readonly string[] {
  const lines = [
    `== ${run}`,
    line([
      'figure',
      'original',
      'value',
      'ceiling',
      'floor',
      'target'.padStart(2 * WIDTH),
      'met',
      'note',
    ]),
  ];
  let group = '';
  for (const figure of figures) {
    if (figure.group !== group) lines.push(`-- ${figure.group}`);
    group = figure.group;
    lines.push(figureLine(figure));
  }
  const met = figures.filter((figure) => isMet(figure) === true).length;
  const judged = figures.filter((figure) => isMet(figure) !== null).length;
  const spent = Object.entries(seconds).flatMap(([name, value]) =>
    value < LEAST_SECONDS ? [] : [`${name} ${value.toFixed(1)}`],
  );
  return [...lines, `== ${run}: ${met} of ${judged} met; processor seconds: ${spent.join(', ')}`];
}

/** Two runs side by side, differences of the second from the first. */
export function comparedFigures(first: RunFigures, second: RunFigures): readonly string[] {
  const keyed = (of: RunFigures) => new Map(of.figures.map((figure) => [keyOf(figure), figure]));
  const [ours, theirs] = [keyed(first), keyed(second)];
  const keys = [...new Set([...ours.keys(), ...theirs.keys()])];
  const lines = [
    `== A ${first.run}, B ${second.run}; + better, - worse`,
    line(['figure', 'original', 'A', 'B', 'B - A', 'ceiling', 'target'.padStart(2 * WIDTH), 'met']),
  ];
  let group = '';
  for (const key of keys) {
    const figure = theirs.get(key) ?? ours.get(key);
    if (figure === undefined) continue;
    if (figure.group !== group) lines.push(`-- ${figure.group}`);
    group = figure.group;
    lines.push(comparedLine(ours.get(key), theirs.get(key), figure));
  }
  return [...lines, summaryLine(ours, theirs)];
}

type KeyedFigures = ReadonlyMap<string, Figure>;

function summaryLine(ours: KeyedFigures, theirs: KeyedFigures): string {
  const shared = [...ours].flatMap(([key, one]) => {
    const other = theirs.get(key);
    return other === undefined ? [] : [[one, other] as const];
  });
  const better = shared.filter(([one, other]) => worsening(one, other) < 0).length;
  const worse = shared.filter(([one, other]) => worsening(one, other) > 0).length;
  const met = (side: 0 | 1) => shared.filter((pair) => isMet(pair[side]) === true).length;
  return (
    `== of ${shared.length} figures of both: A meets ${met(0)}, B ${met(1)}; ` +
    `${better} better, ${worse} worse`
  );
}

/** Less than 0 where the second figure is better than the first, by their distance to the target. */
export function worsening(one: Figure, other: Figure): number {
  return shortfall(other) - shortfall(one);
}

/** How far a value lies on the bad side of the target's edge; negative on the good side. */
function shortfall({ value, target }: Figure): number {
  if (value === null || target === null) return Number.NaN;
  const [least, most] = target;
  if (!Number.isFinite(most)) return least - value;
  if (!Number.isFinite(least)) return value - most;
  return Math.abs(value - (least + most) / 2);
}

function comparedLine(one: Figure | undefined, other: Figure | undefined, figure: Figure): string {
  const [a, b] = [one?.value ?? null, other?.value ?? null];
  const met = [one, other].map((side) => (side === undefined ? '' : metText(side))).join(' → ');
  return line([
    figure.name,
    numberText(figure.original ?? null),
    numberText(a),
    numberText(b),
    a === null || b === null ? '' : `${numberText(b - a)}${signOf(one, other)}`,
    numberText(figure.ceiling),
    targetText(figure.target),
    met,
  ]);
}

function signOf(one: Figure | undefined, other: Figure | undefined): string {
  if (one === undefined || other === undefined) return '';
  const worse = worsening(one, other);
  if (Number.isNaN(worse) || worse === 0) return '  ';
  return worse < 0 ? ' +' : ' -';
}

function keyOf({ group, name }: Figure): string {
  return `${group} | ${name}`;
}

function figureLine(figure: Figure): string {
  return line([
    figure.name,
    numberText(figure.original ?? null),
    numberText(figure.value),
    numberText(figure.ceiling),
    numberText(figure.floor),
    targetText(figure.target),
    metText(figure),
    figure.note ?? '',
  ]);
}

function line([name = '', ...cells]: readonly string[]): string {
  const note = cells.length > 6 ? cells.at(-1) : undefined;
  const shown = note === undefined ? cells : cells.slice(0, -1);
  const wide = shown.map((cell) => cell.padStart(WIDTH));
  return `${name.padEnd(NAME_WIDTH)} ${wide.join(' ')}${note ? `  ${note}` : ''}`.trimEnd();
}

function metText(figure: Figure): string {
  const met = isMet(figure);
  return met === null ? '' : met ? 'yes' : 'NO';
}

function targetText(target: Target | null): string {
  return boundsText(target).padStart(2 * WIDTH);
}

function boundsText(target: Target | null): string {
  if (target === null) return '';
  const [least, most] = target;
  if (!Number.isFinite(most)) return `>= ${numberText(least)}`;
  if (!Number.isFinite(least)) return `<= ${numberText(most)}`;
  return `${numberText(least)}..${numberText(most)}`;
}

function numberText(value: number | null): string {
  if (value === null) return '';
  if (Number.isNaN(value)) return '?';
  const size = Math.abs(value);
  return size >= 1000 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(4);
}
