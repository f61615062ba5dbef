import { isAbsolute, join } from 'node:path';
import { parse, stringify } from 'yaml';

/** What a copy of a scenario says differently, by section. */
export type ScenarioChanges = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The text of a scenario that may lie in another folder, with some keys put over its own.
 *
 * @param text YAML
 * @param folder where the scenario lies, which its relative paths start from
 */
export function rebaseScenario(text: string, folder: string, changes: ScenarioChanges): string {
  const scenario = parse(text) as Record<string, unknown>;
  const paths = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(paths);
    const isRelative = typeof value === 'string' && !isAbsolute(value) && !value.startsWith('${');
    return isRelative ? join(folder, value) : value;
  };
  const withPaths = (section: unknown, ...keys: readonly string[]) =>
    mapValues(section, (value, key) => (keys.includes(key) ? paths(value) : value));
  const moved: Record<string, unknown> = {
    ...scenario,
    sources: mapValues(scenario.sources, (source) => withPaths(source, 'path')),
    report: withPaths(scenario.report, 'rules', 'sigma'),
    model: withPaths(scenario.model, 'from'),
    generate: withPaths(scenario.generate, 'seedRows'),
  };
  for (const [section, keys] of Object.entries(changes)) {
    moved[section] = { ...(moved[section] as object), ...keys };
  }
  return stringify(moved);
}

function mapValues(
  section: unknown,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  const entries = Object.entries((section ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)]));
}
