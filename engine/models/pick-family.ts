import type { TableRole } from '../schema/table-schema.ts';
import { FAMILY_BENCHMARK, type MeasuredFamily } from './family-benchmark.ts';

/** The family that learns a table, and why in a sentence. */
export interface FamilyChoice {
  readonly family: string;
  readonly reason: string;
}

/** What of a table its family is chosen by. */
export interface TableSize {
  readonly role: TableRole;
  readonly rows: number;
  readonly subjects: number;
}

/** Membership attacks below it succeed about as often as guesses; the report calls them good. */
const SAFE_AUC = 0.55;
/** Accuracies that differ by less mean nothing on one seed. */
const EQUAL_ACCURACY = 0.003;
/** A table of another role is as far as one of a hundred times the rows. */
const OTHER_ROLE = 2;

/**
 * Picks a table's family by what was measured on the table nearest in size: of those that keep
 * their subjects apart from strangers the most accurate one, of equal ones the quickest.
 *
 * @param measured a family is judged only beside others on the same table
 */
export function pickFamily(
  table: TableSize,
  measured: readonly MeasuredFamily[] = FAMILY_BENCHMARK,
): FamilyChoice | null {
  const rivals = nearestRivals(table, measured);
  const [winner, ...others] = ranked(rivals);
  if (winner === undefined) return null;
  return { family: winner.family, reason: reasonOf(table, winner, others) };
}

/** All families measured on the nearest table that has seen more than one. */
function nearestRivals(
  table: TableSize,
  measured: readonly MeasuredFamily[],
): readonly MeasuredFamily[] {
  let [nearest, least]: [readonly MeasuredFamily[], number] = [[], Number.POSITIVE_INFINITY];
  for (const one of measured) {
    const rivals = measured.filter((other) => isSameTable(one, other));
    const distance = rivals.length < 2 ? Number.POSITIVE_INFINITY : distanceOf(table, one);
    if (distance < least) [nearest, least] = [rivals, distance];
  }
  return nearest;
}

function isSameTable(one: MeasuredFamily, other: MeasuredFamily): boolean {
  return (
    one.scenario === other.scenario &&
    one.table === other.table &&
    one.rows === other.rows &&
    one.subjects === other.subjects
  );
}

/** In decades of rows and of subjects. */
function distanceOf(one: TableSize, other: TableSize): number {
  const decades = (a: number, b: number) => Math.abs(Math.log10((a + 1) / (b + 1)));
  const apart = one.role === other.role ? 0 : OTHER_ROLE;
  return decades(one.rows, other.rows) + decades(one.subjects, other.subjects) + apart;
}

/** The best first. */
function ranked(rivals: readonly MeasuredFamily[]): readonly MeasuredFamily[] {
  const lowest = Math.min(...rivals.map(aucOf));
  const isSafe = (one: MeasuredFamily) => aucOf(one) <= Math.max(SAFE_AUC, lowest);
  const best = Math.max(...rivals.filter(isSafe).map(({ accuracy }) => accuracy));
  const isBest = (one: MeasuredFamily) => isSafe(one) && best - one.accuracy < EQUAL_ACCURACY;
  const rank = (one: MeasuredFamily) => (isBest(one) ? 0 : isSafe(one) ? 1 : 2);
  const timed = ({ seconds }: MeasuredFamily) => seconds ?? Number.MAX_VALUE;
  return [...rivals].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (isBest(a) && isBest(b) ? timed(a) - timed(b) : 0) ||
      b.accuracy - a.accuracy ||
      (a.family < b.family ? -1 : 1),
  );
}

/** What was not attacked is taken as a guess. */
function aucOf({ membershipAuc }: MeasuredFamily): number {
  return membershipAuc ?? 0.5;
}

function reasonOf(
  wanted: TableSize,
  winner: MeasuredFamily,
  others: readonly MeasuredFamily[],
): string {
  const { table, scenario, role, rows, subjects } = winner;
  const rivals = others.map((one) => `${one.family} ${figuresOf(one)}`).join(', ');
  const apart = role === wanted.role ? '' : `, although its role is ${role}`;
  return (
    `measured ${figuresOf(winner)}, against ${rivals}, on ${table} of ${scenario} ` +
    `(${grouped(rows)} rows of ${grouped(subjects)} subjects), the nearest table that was measured${apart}`
  );
}

function figuresOf({ accuracy, membershipAuc, seconds }: MeasuredFamily): string {
  const aside = [
    ...(membershipAuc === null ? [] : [`membership AUC ${membershipAuc.toFixed(3)}`]),
    ...(seconds === null ? [] : [`${Math.round(seconds)} s`]),
  ];
  const list = aside.length === 0 ? '' : ` (${aside.join(', ')})`;
  return `accuracy ${accuracy.toFixed(3)}${list}`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
