import type { Random } from '../../core/random.ts';
import type { LanguageStats } from '../../encoders/text/language-stats.ts';
import type { TextStats } from '../../encoders/text/text-stats.ts';
import { openBytePairs } from './byte-pairs.ts';
import { openGuard } from './language-guard.ts';
import { END, type LanguageShape, MOST_TOKENS } from './language-sizes.ts';
import { type LanguageState, type LanguageStepper, openStepper } from './language-step.ts';
import { readWeights } from './language-weights.ts';

/** Writes texts of a column. */
export interface Language {
  /**
   * A text with framed slots, as a template has; null where the template is not written, or where
   * nothing came that may leave.
   *
   * @param template its position among the column's templates
   * @param decider code of the deciding text, 0 for none
   */
  readonly write: (template: number, decider: number, random: Random) => string | null;
  /** False for a written text whose slots, now filled, close a run of pieces that is too rare. */
  readonly allows: (text: string) => boolean;
}

/** The next token's law after some tokens, and what follows each. */
interface Branch {
  readonly state: LanguageState;
  readonly tokens: Uint16Array;
  /** Running sums of the weights. */
  readonly sums: Float32Array;
  readonly next: Map<number, Branch>;
}

const TRIES = 4;
/** Tokens below this share of the likeliest one's chance are not drawn: noise of the network. */
const LEAST_SHARE = 1e-3;
const MOST_BRANCHES = 30_000;

/** Opens the network of a column; null if it has none. */
export function openLanguage(stats: TextStats): Language | null {
  const { language } = stats;
  if (language === undefined) return null;
  const shape = shapeOf(language);
  const forest = openForest(openStepper(readWeights(language, shape), shape));
  const pairs = openBytePairs(language);
  const guard = openGuard({ ...stats, rareRuns: language.rareRuns });
  const templates = new Map(language.templates.map((one, at) => [one, at]));
  const deciders = new Map(language.deciders.map((one, at) => [one, at + 1]));
  return {
    write: (template, decider, random) => {
      const at = templates.get(template);
      if (at === undefined) return null;
      const by = deciders.get(decider) ?? 0;
      for (let tries = 0; tries < TRIES; tries += 1) {
        const tokens = forest(at, by, random);
        const spelt = tokens?.map((one) => language.tokens[one - 1] as number);
        const text = spelt === undefined ? null : guard.settle(pairs.decode(spelt), random);
        if (text !== null) return text;
      }
      return null;
    },
    allows: guard.allows,
  };
}

/** Numbers of what a network knows. */
function shapeOf({ tokens, templates, deciders }: LanguageStats): LanguageShape {
  return {
    tokens: tokens.length + 1,
    templates: templates.length,
    deciders: deciders.length,
  };
}

/**
 * Draws the tokens of texts; null for one without end. The laws after the same condition and tokens
 * are kept, as most texts begin alike; what is kept never changes what is drawn.
 */
function openForest(stepper: LanguageStepper) {
  const roots = new Map<string, { readonly condition: Float32Array; readonly root: Branch }>();
  const kept = { branches: 0 };
  const rootOf = (template: number, decider: number) => {
    const key = `${template} ${decider}`;
    const known = roots.get(key);
    if (known !== undefined) return known;
    const condition = stepper.condition(template, decider);
    const made = { condition, root: branchAt(stepper, stepper.start(), condition) };
    roots.set(key, made);
    return made;
  };
  return (template: number, decider: number, random: Random): readonly number[] | null => {
    const { condition, root } = rootOf(template, decider);
    const tokens: number[] = [];
    for (let branch = root; tokens.length <= MOST_TOKENS; ) {
      const token = drawToken(branch, random);
      if (token === END) return tokens;
      tokens.push(token);
      const known = branch.next.get(token);
      const next = known ?? branchAt(stepper, stepper.after(branch.state, token), condition);
      if (known === undefined && kept.branches < MOST_BRANCHES) {
        branch.next.set(token, next);
        kept.branches += 1;
      }
      branch = next;
    }
    return null;
  };
}

function branchAt(stepper: LanguageStepper, state: LanguageState, condition: Float32Array): Branch {
  const logits = stepper.logits(state, condition);
  const floor = Math.log(LEAST_SHARE);
  let most = Number.NEGATIVE_INFINITY;
  for (const one of logits) if (one > most) most = one;
  const [tokens, sums] = [[] as number[], [] as number[]];
  let sum = 0;
  for (let token = 0; token < logits.length; token += 1) {
    const share = (logits[token] as number) - most;
    if (share < floor) continue;
    sum += Math.exp(share);
    tokens.push(token);
    sums.push(sum);
  }
  return {
    state,
    tokens: Uint16Array.from(tokens),
    sums: Float32Array.from(sums),
    next: new Map(),
  };
}

/** The first token whose running sum lies above a share of the whole. */
function drawToken({ tokens, sums }: Branch, random: Random): number {
  const last = sums.length - 1;
  const wanted = random.next() * (sums[last] as number);
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return tokens[low] as number;
}
