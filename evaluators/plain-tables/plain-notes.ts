import type { PlainFrames, PlainParts } from './judge-plain-tables.ts';
import { leftOutOf, type PlainPart, sharedSubjects } from './plain-part.ts';
import type { SubjectFrames } from './subject-frames.ts';

const PARTS = ['training', 'holdout', 'synthetic'] as const;

/**
 * Says what of the parts was not judged as it stands: what was left out, read as missing, replaced
 * by pieces of text, or cannot be had.
 *
 * Numbers and names of columns only; never a value.
 *
 * @param without names of the figures that are null where there is no holdout
 */
export function plainNotes(
  parts: PlainParts,
  frames: PlainFrames,
  without: readonly string[],
): readonly string[] {
  return [
    ...PARTS.flatMap((part) => (parts[part] === null ? [] : leftOutNotes(part, parts[part]))),
    ...holdoutNotes(parts, without),
    ...PARTS.flatMap((part) => (frames[part] === null ? [] : cellNotes(part, frames[part]))),
  ];
}

function leftOutNotes(name: string, part: PlainPart): readonly string[] {
  const { rows, contextRows, subjects } = leftOutOf(part);
  return [
    ...counted(rows, `${name}: rows left out, as they have no key`),
    ...counted(contextRows, `${name}: context rows left out, as they have no key`),
    ...counted(subjects, `${name}: subjects left out, as they have no context row`),
  ];
}

function holdoutNotes(
  { training, holdout }: PlainParts,
  without: readonly string[],
): readonly string[] {
  if (holdout === null) return [`no holdout: these are null: ${without.join(', ')}`];
  return counted(
    sharedSubjects(training, holdout),
    'holdout: subjects whose key is in training too, so that ceiling and distances of the ' +
      'holdout are too good',
  );
}

function cellNotes(part: string, { unread, textColumns }: SubjectFrames): readonly string[] {
  return [
    ...unread.map(
      ({ column, type, cells }) =>
        `${part}: cells of ${column} that are not ${type}, judged as missing: ${cells}`,
    ),
    // NOTE: decided on each part alone, as the reference has it; the parts may disagree.
    ...(textColumns.length === 0
      ? []
      : [
          `${part}: ${textColumns.join(', ')} judged by one drawn word piece a cell, as over 5 % ` +
            'of the values occur once',
        ]),
  ];
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${what}: ${count}`];
}
