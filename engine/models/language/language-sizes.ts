/** Sizes of the network; small, since most of a text is settled by its template and its last tokens. */
export const SIZES = { embedding: 32, hidden: 64, lags: 4 } as const;

/** Weight of the token before in each of the histories. */
export const DECAYS = [0.5, 0.9] as const;

/** Tokens of a text at most. */
export const MOST_TOKENS = 128;

/** The token that ends a text, and that stands before its first. */
export const END = 0;

/** How many conditions and tokens a network knows. */
export interface LanguageShape {
  /** Tokens with the end. */
  readonly tokens: number;
  /** Templates that are written. */
  readonly templates: number;
  /** Deciding codes that are told apart; 0 stands for all others. */
  readonly deciders: number;
}

/** Shapes of the weights by name, in the order in which they are made. */
export function weightShapes(shape: LanguageShape): Readonly<Record<string, readonly number[]>> {
  const { embedding, hidden, lags } = SIZES;
  return {
    tokens: [shape.tokens, embedding],
    templates: [shape.templates, hidden],
    deciders: [shape.deciders + 1, hidden],
    history: [(lags + DECAYS.length) * embedding, hidden],
    historyBias: [hidden],
    deepen: [hidden, hidden],
    deepenBias: [hidden],
    next: [hidden, shape.tokens],
    nextBias: [shape.tokens],
  };
}
