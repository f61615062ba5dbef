/** A demand on a figure of report.json, named by its path, e.g. `tables.flows.accuracy.overall`. */
export interface GateRule {
  readonly metric: string;
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
}

/** A gate as report.json states it. */
export interface GateOutcome {
  readonly name: string;
  /** Null where the figure is missing; such a gate fails. */
  readonly value: number | null;
  /** E.g. `>= 0.9`, `<= 0` or both joined by ` and `. */
  readonly threshold: string;
  readonly passed: boolean;
}

/** Judges every gate; a figure that is null or absent does not pass. */
export function judgeGates(rules: readonly GateRule[], report: unknown): readonly GateOutcome[] {
  return rules.map((rule) => {
    const value = figureAt(report, rule.metric);
    const { atLeast, atMost } = rule;
    const threshold = [
      atLeast === undefined ? null : `>= ${atLeast}`,
      atMost === undefined ? null : `<= ${atMost}`,
    ].filter((part) => part !== null);
    const passed =
      value !== null &&
      threshold.length > 0 &&
      (atLeast === undefined || value >= atLeast) &&
      (atMost === undefined || value <= atMost);
    return { name: rule.metric, value, threshold: threshold.join(' and '), passed };
  });
}

/**
 * Says of every gate on an absent figure why it has none, in the words of the report's notes.
 *
 * @param notes all notes of the report, chapters included
 */
export function absenceNotes(
  gates: readonly GateOutcome[],
  notes: readonly string[],
): readonly string[] {
  return gates
    .filter(({ value }) => value === null)
    .map(({ name }) => `gates.${name} fails without a figure: ${reasonOf(name, notes)}`);
}

/** The note on the path or a place above it; else one that names its last step. */
function reasonOf(path: string, notes: readonly string[]): string {
  const placeOf = (note: string) => note.split(' is null: ')[0] ?? note;
  const isAbove = (note: string) => `${path}.`.startsWith(`${placeOf(note)}.`);
  const last = path.split('.').at(-1) ?? path;
  const names = (note: string) =>
    placeOf(note)
      .split(/[\s:,]+/)
      .some((word) => word.includes(last));
  return notes.find(isAbove) ?? notes.find(names) ?? 'report.json has no number there';
}

/** The number at a dotted path; a score with a `value` stands for that value. */
function figureAt(report: unknown, path: string): number | null {
  let at: unknown = report;
  for (const step of path.split('.')) at = memberOf(at, step);
  const figure = typeof at === 'number' ? at : memberOf(at, 'value');
  return typeof figure === 'number' ? figure : null;
}

function memberOf(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, name))
    return undefined;
  return (holder as Readonly<Record<string, unknown>>)[name];
}
