import type { Random } from '../../engine/core/random.ts';
import { atSizes } from '../ceiling/size-correction.ts';
import { type ComparedPoints, closestGroup } from './closest-records.ts';
import type { DimensionGroup } from './column-groups.ts';
import type { Points } from './points.ts';

/** Points with the subject of each. */
export interface SubjectPoints {
  readonly points: Points;
  readonly subject: Int32Array; // [rows]
}

/** Sides whose share of closer rows was taken. */
export interface SharedSides {
  readonly training: SubjectPoints;
  readonly holdout: SubjectPoints;
  readonly synthetic: SubjectPoints;
}

/** How the third parts of the original are drawn. */
export interface ShareOptions {
  readonly groups: readonly DimensionGroup[];
  readonly random: Random;
}

const DRAWS = 12;
const MOST_ROWS = 500;
const LEAST_ROWS = 30;
const IDEAL = 0.5;

/**
 * Shares that real rows reach in the place of synthetic ones, by draw.
 *
 * Subjects of training and holdout are dealt to three parts of equal numbers of rows (at most 500);
 * the third part stands for the synthetic side, and again the group of columns with the greatest
 * share counts. The distance to ½ is brought to the sizes of the comparison. Empty with fewer than
 * 30 rows a part.
 */
export function shareCeiling(
  sides: SharedSides,
  { groups, random }: ShareOptions,
): readonly number[] {
  const subjects = pooledSubjects(sides);
  const wanted = {
    original: countSubjects(sides.training.subject) + countSubjects(sides.holdout.subject),
    synthetic: countSubjects(sides.synthetic.subject),
  };
  const shares: number[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const parts = dealParts(random.split('thirds', draw).shuffle([...subjects]));
    const rows = Math.min(MOST_ROWS, ...parts.map(({ length }) => length));
    if (rows < LEAST_ROWS) return [];
    const [training, holdout, synthetic] = parts.map((part) => gather(part.slice(0, rows))) as [
      Gathered,
      Gathered,
      Gathered,
    ];
    const compared: ComparedPoints & { readonly holdout: Points } = {
      training: training.points,
      holdout: holdout.points,
      synthetic: synthetic.points,
    };
    const { share } = closestGroup(compared, groups);
    const halves = {
      original: training.subjects + holdout.subjects,
      synthetic: synthetic.subjects,
    };
    shares.push(atSizes(share, { ideal: IDEAL, halves, wanted }));
  }
  return shares;
}

interface PooledRow {
  readonly points: Points;
  readonly row: number;
  readonly subject: string;
}

/** Rows by subject, training before holdout. */
function pooledSubjects({ training, holdout }: SharedSides): readonly (readonly PooledRow[])[] {
  const gathered = new Map<string, PooledRow[]>();
  for (const [side, { points, subject }] of Object.entries({ training, holdout })) {
    for (const [row, key] of subject.entries()) {
      const name = `${side} ${key}`;
      const rows = gathered.get(name) ?? [];
      if (rows.length === 0) gathered.set(name, rows);
      rows.push({ points, row, subject: name });
    }
  }
  return [...gathered.values()];
}

/** Each next subject goes to the part with the fewest rows. */
function dealParts(subjects: readonly (readonly PooledRow[])[]): readonly (readonly PooledRow[])[] {
  const parts: PooledRow[][] = [[], [], []];
  for (const rows of subjects) {
    const smallest = parts.reduce((least, part) => (part.length < least.length ? part : least));
    smallest.push(...rows);
  }
  return parts;
}

interface Gathered {
  readonly points: Points;
  readonly subjects: number;
}

function gather(rows: readonly PooledRow[]): Gathered {
  const dimensions = rows[0]?.points.dimensions ?? 0;
  const values = new Float32Array(rows.length * dimensions);
  for (const [to, { points, row }] of rows.entries()) {
    const from = points.values.subarray(row * dimensions, (row + 1) * dimensions);
    values.set(from, to * dimensions);
  }
  return {
    points: { rows: rows.length, dimensions, values },
    subjects: new Set(rows.map(({ subject }) => subject)).size,
  };
}

function countSubjects(subject: Int32Array): number {
  return new Set(subject).size;
}
