import { Lexer } from 'yaml';

const COLUMNS_A_LEVEL = 4;

const FLOW_CHANGES: ReadonlyMap<string, number> = new Map([
  ['[', 1],
  ['{', 1],
  [']', -1],
  ['}', -1],
]);

/**
 * Offset at which a YAML text is surely nested deeper than `maxLevels`, null if it may be within.
 *
 * Looks at the text's tokens only: the parser itself runs out of stack, and even of memory, on
 * brackets by the million, so they must not reach it. Block levels are bounded by their columns.
 */
export function tooDeepAt(text: string, maxLevels: number): number | null {
  let offset = 0;
  let nesting: Nesting = { flowLevels: 0, lead: 0, leading: true };
  for (const token of new Lexer().lex(text)) {
    if (isMarker(token)) continue;
    nesting = withToken(nesting, token);
    const { flowLevels, lead } = nesting;
    if (flowLevels > maxLevels || lead > maxLevels * COLUMNS_A_LEVEL) return offset;
    offset += token.length;
  }
  return null;
}

/** How deep the text is at a token. */
interface Nesting {
  /** Open brackets. */
  readonly flowLevels: number;
  /** Columns of indentation and of `-` and `?` before the line's first word. */
  readonly lead: number;
  /** True while no word of the line has come. */
  readonly leading: boolean;
}

function withToken({ flowLevels, lead, leading }: Nesting, token: string): Nesting {
  const change = FLOW_CHANGES.get(token) ?? 0;
  if (token === '\n' || token === '\r\n') return { flowLevels, lead: 0, leading: true };
  const still = leading && /^[ \t?-]*$/.test(token);
  return { flowLevels: flowLevels + change, lead: still ? lead + token.length : 0, leading: still };
}

/** Tokens of the lexer that stand for no text: document, end of a flow error, scalar. */
function isMarker(token: string): boolean {
  return token === '\u0002' || token === '\u0018' || token === '\u001f';
}
