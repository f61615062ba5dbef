import type { Row } from '../../engine/core/row.ts';
import { gatherCells, type SubjectCells } from '../ceiling/subject-cells.ts';
import type { SubjectSample } from '../relations/subject-sample.ts';
import type { SubjectRows } from '../relations/subject-walk.ts';
import { DEGREE_CELLS, degreeCell } from './degree-cells.ts';
import type { LinkEnd, LinkShape, ParentOfEnd } from './link-shape.ts';

/** What links are counted by: rows of an end, rows of a parent of an end, or whole subjects. */
export interface DegreeUnit {
  /** Letters, digits and `-`. */
  readonly id: string;
  /** Plural, e.g. `processes`. */
  readonly name: string;
  /** Numbers of links of a subject's units, zeros included. */
  degreesOf(subject: SubjectRows): readonly number[];
}

/** Every unit that a link can be counted by within a subject: both ends, their parents, subjects. */
export function degreeUnits(shape: LinkShape): readonly DegreeUnit[] {
  const ends = [shape.event, shape.flow];
  return [
    ...ends.map((end) => endUnit(shape, end)),
    ...ends.flatMap((end) => end.parents.map((parent) => parentUnit(shape, { end, parent }))),
    {
      id: 'subject',
      name: 'subjects',
      degreesOf: ({ tables }) => [tables.get(shape.table.name)?.length ?? 0],
    },
  ];
}

/** Numbers of units by degree cell, subject by subject. */
export function gatherDegrees(sample: SubjectSample, unit: DegreeUnit): SubjectCells {
  const subject: number[] = [];
  const cell: number[] = [];
  for (const [position, one] of sample.subjects.entries()) {
    for (const degree of unit.degreesOf(one)) {
      subject.push(position);
      cell.push(degreeCell(degree));
    }
  }
  return gatherCells({ subject, cell }, { subjects: sample.subjects.length, size: DEGREE_CELLS });
}

/** Rows that carry the tuple by which links are found, or have a link. */
function endUnit(shape: LinkShape, end: LinkEnd): DegreeUnit {
  return {
    id: end.table.name,
    name: `${end.table.name} that could have a link`,
    degreesOf: ({ tables }) => {
      const linksOf = countKeys((tables.get(shape.table.name) ?? []).map(end.keyIn));
      return (tables.get(end.table.name) ?? []).flatMap((row) => {
        const degree = linksOf.get(end.keyOf(row)) ?? 0;
        return degree > 0 || end.isLinkable(row) ? [degree] : [];
      });
    },
  };
}

function parentUnit(
  shape: LinkShape,
  { end, parent }: { readonly end: LinkEnd; readonly parent: ParentOfEnd },
): DegreeUnit {
  return {
    id: parent.table.name,
    name: parent.table.name,
    degreesOf: ({ tables }) => {
      const linksOf = countKeys((tables.get(shape.table.name) ?? []).map(end.keyIn));
      const sums = new Map<string, number>();
      for (const row of linksOf.size === 0 ? [] : (tables.get(end.table.name) ?? [])) {
        addLinks(sums, parent.keyIn(row), linksOf.get(end.keyOf(row)) ?? 0);
      }
      const degreeOf = (row: Row) => sums.get(parent.keyOf(row)) ?? 0;
      return (tables.get(parent.table.name) ?? []).map(degreeOf);
    },
  };
}

function addLinks(sums: Map<string, number>, key: string | null, links: number): void {
  if (key !== null && links > 0) sums.set(key, (sums.get(key) ?? 0) + links);
}

/** How often each key occurs. */
export function countKeys(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
