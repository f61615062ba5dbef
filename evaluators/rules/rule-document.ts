import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { ScenarioError } from '../../engine/core/errors.ts';

const MOST_CHARACTERS = 200_000;

/** Where a part of the file stands, e.g. `['rules', 2, 'holds']`. */
export type RulePath = readonly (string | number)[];

/** A rule file that knows where its parts stand. */
export interface RuleDocument {
  /** The plain data. */
  readonly value: unknown;
  /** `file:line:column` of a part; of its character `at` where the part is a text. */
  place(path: RulePath, at?: number): string;
  /** `file:line:column` of the key that a path ends in. */
  key(path: RulePath): string;
}

/**
 * Reads YAML that may come from anybody: no aliases, no tags, at most 200,000 characters.
 *
 * @throws ScenarioError with the place of what cannot be read
 */
export function readRuleDocument(path: string, text: string): RuleDocument {
  if (text.length > MOST_CHARACTERS) {
    const what = `${path}: a rule file is too long: ${text.length} characters; split it`;
    throw new ScenarioError(what, { path });
  }
  const lineCounter = new LineCounter();
  const document = parse(path, text, lineCounter);
  const placeOf = (offset: number) => {
    const { line, col } = lineCounter.linePos(Math.min(offset, text.length));
    return `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  };
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) throw notYaml(placeOf(wrong.pos[0]), wrong.message);
  visit(document, {
    Alias: (_, alias) => {
      throw notYaml(placeOf(alias.range?.[0] ?? 0), `alias ${alias.source}`);
    },
  });
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    place: (part, at = 0) => placeOf(offsetOf({ document, text, path: part, at })),
    key: (part) => placeOf(keyOffset(document, part)),
  };
}

function parse(path: string, text: string, lineCounter: LineCounter): Document.Parsed {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, merge: false });
  } catch (error) {
    // NOTE: the parser recurses, so that hostile nesting ends its stack.
    if (error instanceof RangeError) throw notYaml(`${path}:1:1`, 'nested too deep');
    throw error;
  }
}

function notYaml(place: string, what: string): ScenarioError {
  const first = what.split('\n')[0] ?? what;
  return new ScenarioError(`${place}: not YAML that rules may use: ${first}; correct it`, {
    place,
  });
}

interface SoughtPart {
  readonly document: Document.Parsed;
  readonly text: string;
  readonly path: RulePath;
  readonly at: number;
}

/** Offset of the deepest part that the file holds. */
function offsetOf({ document, text, path, at }: SoughtPart): number {
  const node = document.getIn(path, true);
  const start = isNode(node) ? node.range?.[0] : undefined;
  if (start === undefined) {
    return path.length === 0 ? 0 : offsetOf({ document, text, path: path.slice(0, -1), at: 0 });
  }
  if (!isScalar(node) || typeof node.value !== 'string' || at === 0) return start;
  return withinText(text, { value: node.value, start: contentStart(text, start), at });
}

function keyOffset(document: Document.Parsed, path: RulePath): number {
  const holder = document.getIn(path.slice(0, -1), true);
  const pairs = isMap(holder) ? holder.items : [];
  const key = pairs.find((pair) => isScalar(pair.key) && pair.key.value === path.at(-1))?.key;
  return (isNode(key) ? key.range?.[0] : undefined) ?? 0;
}

/** Behind the quote, or behind the head of a block. */
function contentStart(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '|' || first === '>') return text.indexOf('\n', start) + 1;
  return first === '"' || first === "'" ? start + 1 : start;
}

/** The place of a character, found by counting those that are no blanks: folding moves blanks only. */
function withinText(
  text: string,
  { value, start, at }: { readonly value: string; readonly start: number; readonly at: number },
): number {
  let left = value.slice(0, at).replaceAll(/\s/g, '').length;
  for (let offset = start; offset < text.length; offset += 1) {
    if (/\s/.test(text.charAt(offset))) continue;
    if (left === 0) return offset;
    left -= 1;
  }
  return text.length;
}
