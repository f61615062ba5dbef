import { z } from 'zod';
import { explainIssue, unknownKey } from './explain-issue.ts';
import { SCENARIO_SECTIONS, type ScenarioDraft } from './scenario.ts';
import type { ScenarioPath, ScenarioProblem } from './scenario-problem.ts';

/** The sections that are right, and what is wrong with the others. */
export interface CheckedSections {
  readonly draft: Partial<ScenarioDraft>;
  readonly problems: readonly ScenarioProblem[];
}

/** Checks each section on its own, so that one wrong section hides no problem of another. */
export function checkSections(value: unknown): CheckedSections {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const what = value === null ? 'empty' : 'not a map of keys';
    return { draft: {}, problems: [{ path: [], what, remedy: 'start with name: my-scenario' }] };
  }
  const problems: ScenarioProblem[] = Object.keys(value)
    .filter((key) => !Object.hasOwn(SCENARIO_SECTIONS, key))
    .map((key) => unknownKey([key], Object.keys(SCENARIO_SECTIONS)));
  const draft: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(SCENARIO_SECTIONS)) {
    const section = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    const result = z.safeParse(schema, section, { reportInput: true });
    if (result.success) draft[key] = result.data;
    else
      problems.push(...result.error.issues.flatMap((one) => explainIssue(one, [key], knownKeys)));
  }
  return { draft, problems };
}

/** Keys that the map at a path may hold, by the JSON Schema of its section. */
function knownKeys(path: ScenarioPath): readonly string[] {
  const [section, ...rest] = path;
  const schema = Object.entries(SCENARIO_SECTIONS).find(([key]) => key === section)?.[1];
  if (schema === undefined) return [];
  let node: unknown = z.toJSONSchema(schema, { io: 'input' });
  for (const part of rest) node = child(node, part);
  return Object.keys(member(node, 'properties') ?? {});
}

function child(node: unknown, part: string | number): unknown {
  const named = typeof part === 'number' ? member(node, 'items') : member(node, 'properties');
  const found = typeof part === 'number' ? named : member(named, part);
  return found ?? member(node, 'additionalProperties');
}

function member(node: unknown, key: string): object | undefined {
  const found = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  return typeof found === 'object' && found !== null ? found : undefined;
}
