import type { Feed } from '../../compute/program.ts';
import type { Random } from '../../core/random.ts';
import { DECAYS, END, MOST_TOKENS, SIZES } from './language-sizes.ts';

/** A text as tokens, with its row; numbers as the network knows them. */
export interface LanguageItem {
  readonly tokens: readonly number[];
  readonly template: number;
  readonly decider: number;
  /** How often it was seen. */
  readonly count: number;
}

/** Texts of like length in one feed. */
export interface LanguageBatch {
  readonly feed: Feed;
  /** Tokens that count, ends too. */
  readonly tokens: number;
}

/** Steps of the feeds; a text goes into the shortest that holds it with its end. */
const LENGTHS = [8, 16, 32, 64, MOST_TOKENS + 1] as const;
const TOKENS_A_BATCH = 1024;
/** Share of texts whose decider is hidden, so that the network can do without. */
const HIDDEN = 0.15;

/** Texts of an epoch; where there are fewer or more, each comes more or less often. */
const EPOCH = { least: 2000, most: 12_000 };

/** Batches of an epoch, in random order: each text in proportion to how often it was seen. */
export function trainingBatches(items: readonly LanguageItem[], random: Random): LanguageBatch[] {
  const total = items.reduce((sum, one) => sum + one.count, 0);
  const share = Math.min(EPOCH.most, Math.max(EPOCH.least, total)) / total;
  const drawn = items.flatMap((one) => {
    const times = Math.floor(one.count * share + random.next());
    return Array.from({ length: times }, () => {
      return random.next() < HIDDEN ? { ...one, decider: 0 } : one;
    });
  });
  const single = random.shuffle(drawn).map((one) => ({ ...one, count: 1 }));
  return random.shuffle(batchesOf(single));
}

/** Batches that hold every text once, weighed by how often it was seen. */
export function batchesOf(items: readonly LanguageItem[]): LanguageBatch[] {
  return LENGTHS.flatMap((length, at) => {
    const above = LENGTHS[at - 1] ?? 0;
    const fitting = items.filter(({ tokens: { length: one } }) => one < length && one >= above);
    const size = Math.floor(TOKENS_A_BATCH / length);
    return Array.from({ length: Math.ceil(fitting.length / size) }, (_, batch) =>
      feedOf(fitting.slice(batch * size, (batch + 1) * size), { length, size }),
    );
  });
}

/** Always as many texts as there is room for, so that an engine plans each length once. */
function feedOf(
  items: readonly LanguageItem[],
  { length, size }: { readonly length: number; readonly size: number },
): LanguageBatch {
  const lags = Array.from({ length: SIZES.lags }, () => new Int32Array(length * size).fill(END));
  const target = new Int32Array(length * size).fill(END);
  const counts = new Float32Array(length * size);
  let sum = 0;
  for (const [column, { tokens, count }] of items.entries()) {
    for (let step = 0; step <= tokens.length; step += 1) {
      const at = step * size + column;
      target[at] = tokens[step] ?? END;
      counts[at] = count;
      for (const [lag, into] of lags.entries()) into[at] = tokens[step - 1 - lag] ?? END;
    }
    sum += count * (tokens.length + 1);
  }
  const ids = (of: (one: LanguageItem) => number) => {
    return {
      shape: [size],
      data: Int32Array.from({ length: size }, (_, at) => idOf(items[at], of)),
    };
  };
  const feed: Record<string, Feed[string]> = {
    template: ids((one) => one.template),
    decider: ids((one) => one.decider),
    target: { shape: [length, size], data: target },
    counts: { shape: [length, size], data: counts },
  };
  for (const [lag, data] of lags.entries()) feed[`lag${lag}`] = { shape: [length, size], data };
  for (const [at, decay] of DECAYS.entries()) feed[`decay${at}`] = decays(length, decay);
  return { feed, tokens: sum };
}

function idOf(item: LanguageItem | undefined, of: (one: LanguageItem) => number): number {
  return item === undefined ? 0 : of(item);
}

/** By step: how much each earlier token still counts, [T, T]. */
function decays(length: number, decay: number): Feed[string] {
  const data = new Float32Array(length * length);
  for (let to = 0; to < length; to += 1) {
    for (let from = 0; from <= to; from += 1) {
      data[to * length + from] = (1 - decay) * decay ** (to - from);
    }
  }
  return { shape: [length, length], data };
}
