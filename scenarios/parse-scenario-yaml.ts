import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { tooDeepAt } from './nesting-depth.ts';
import type { Locate, ScenarioPath, ScenarioProblem } from './scenario-problem.ts';

const MAX_DEPTH = 64;
const SHOWN_ERRORS = 20;
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** What a scenario's text says, and how to find its parts again. */
export interface ParsedScenario {
  /** Plain data; undefined where the text cannot be trusted. */
  readonly value: unknown;
  readonly problems: readonly ScenarioProblem[];
  readonly locate: Locate;
}

/**
 * Reads hostile YAML: one document, no aliases, tags or doubled keys, at most 64 levels.
 *
 * NOTE: the parser's own check for doubled keys is quadratic, so it is off and done here.
 */
export function parseScenarioYaml(text: string): ParsedScenario {
  const lineCounter = new LineCounter();
  try {
    const deep = tooDeepAt(text, MAX_DEPTH);
    if (deep !== null) return refused(tooDeep(deep), text);
    const document = parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: false,
      merge: false,
    });
    const syntax = [...document.errors, ...document.warnings]
      .slice(0, SHOWN_ERRORS)
      .map(syntaxProblem);
    const problems = syntax.length > 0 ? syntax : structureProblems(document);
    const value = problems.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
    return { value, problems, locate: locator(document, lineCounter) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refused(tooDeep(0), text);
  }
}

/** A text that is not given to the parser at all. */
function refused(problem: ScenarioProblem, text: string): ParsedScenario {
  const before = text.slice(0, problem.offset).split('\n');
  const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return { value: undefined, problems: [problem], locate: () => position };
}

function syntaxProblem(error: YAMLError): ScenarioProblem {
  const what = `not YAML that a scenario may use: ${error.message.split('\n')[0] ?? error.code}`;
  return { path: [], what, remedy: 'correct the file at this place', offset: error.pos[0] };
}

function structureProblems(document: Document.Parsed): readonly ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  visit(document, {
    Alias: (_, alias) => {
      problems.push(noAliases(alias.source, alias.range?.[0] ?? 0));
    },
    Map: (_, map) => {
      problems.push(...keyProblems(map));
    },
    Node: (_, node, ancestors) => {
      const levels = ancestors.filter((one) => isNode(one) && !isScalar(one)).length;
      if (levels < MAX_DEPTH) return undefined;
      problems.push(tooDeep(node.range?.[0] ?? 0));
      return visit.BREAK;
    },
  });
  return problems;
}

function keyProblems(map: YAMLMap): readonly ScenarioProblem[] {
  const seen = new Set<string>();
  return map.items.flatMap((pair) => {
    const key = keyText(pair);
    const offset = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    const wrong = key === null ? 'a key that is not text' : wrongKey(key, seen);
    if (key !== null) seen.add(key);
    return wrong === null ? [] : [badKey(wrong, key, offset)];
  });
}

function wrongKey(key: string, seen: ReadonlySet<string>): string | null {
  if (FORBIDDEN_KEYS.includes(key)) return 'a key that is never allowed';
  return seen.has(key) ? 'a key that stands twice' : null;
}

function badKey(what: string, key: string | null, offset: number): ScenarioProblem {
  const value = key === null ? {} : { value: key };
  return { path: [], what, ...value, remedy: 'remove or rename it', offset };
}

function noAliases(name: string, offset: number): ScenarioProblem {
  const remedy = 'write the value out where it is used';
  return { path: [], what: 'an alias, which a scenario may not use', value: name, remedy, offset };
}

function tooDeep(offset: number): ScenarioProblem {
  const what = `nested deeper than ${MAX_DEPTH} levels`;
  return { path: [], what, remedy: 'write it flatter', offset };
}

function keyText(pair: Pair): string | null {
  return isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : null;
}

/** Finds a problem's own offset, else the deepest part of its path that the file holds. */
function locator(document: Document.Parsed, lineCounter: LineCounter): Locate {
  return ({ path, atKey = false, offset }) => {
    const found = lineCounter.linePos(offset ?? pathOffset(document, path, atKey));
    return { line: Math.max(1, found.line), column: Math.max(1, found.col) };
  };
}

function pathOffset(document: Document.Parsed, path: ScenarioPath, atKey: boolean): number {
  const node = document.getIn(path, true);
  if (!atKey && isNode(node) && node.range) return node.range[0];
  const parentPath = path.slice(0, -1);
  const parent = document.getIn(parentPath, true);
  const key = isMap(parent)
    ? parent.items.find((pair) => keyText(pair) === path.at(-1))?.key
    : null;
  if (isNode(key) && key.range) return key.range[0];
  return path.length === 0 ? 0 : pathOffset(document, parentPath, isMap(parent));
}
