import { Lexer } from 'yaml';

const COLUMNS_A_LEVEL = 4;

/**
 * Offset at which a YAML text is surely nested deeper than `maxLevels`, null if it may be within.
 *
 * Looks at the text's tokens only: the parser itself runs out of stack, and even of memory, on
 * brackets by the million, so they must not reach it. Block levels are bounded by their columns.
 */
export function tooDeepAt(text: string, maxLevels: number): number | null {
  let offset = 0;
  let flowLevels = 0;
  let lead = 0;
  let leading = true;
  for (const token of new Lexer().lex(text)) {
    if (isMarker(token)) continue;
    if (token === '[' || token === '{') flowLevels += 1;
    if (token === ']' || token === '}') flowLevels -= 1;
    leading = endsLine(token) || (leading && /^[ \t?-]*$/.test(token));
    lead = endsLine(token) || !leading ? 0 : lead + token.length;
    if (flowLevels > maxLevels || lead > maxLevels * COLUMNS_A_LEVEL) return offset;
    offset += token.length;
  }
  return null;
}

function endsLine(token: string): boolean {
  return token === '\n' || token === '\r\n';
}

/** Tokens of the lexer that stand for no text: document, flow error end, scalar. */
function isMarker(token: string): boolean {
  return token === '\u0002' || token === '\u0018' || token === '\u001f';
}
