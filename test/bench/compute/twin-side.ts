import type { Drawn, Side, Trained } from './side.ts';
import type { TwinProcess } from './twin.ts';

/** Ways in which the twin draws: as we do, by PyTorch's search, by its own draw. */
export type TwinDraw = 'count' | 'search' | 'multinomial';

/** What opens the twin of a model. */
export interface TwinSideOptions {
  readonly name: string;
  /** Holds what `writeModel` wrote. */
  readonly folder: string;
  readonly threads: number;
  readonly compiled?: boolean;
  /** All of AdamW in one call. */
  readonly fused?: boolean;
  readonly draw?: TwinDraw;
}

/** A model in PyTorch, in its process. */
export async function openTwinSide(twin: TwinProcess, options: TwinSideOptions): Promise<Side> {
  const { name, folder, threads, compiled = false, fused = false, draw = 'count' } = options;
  await twin.ask({ do: 'open', name, folder, compiled, fused, draw });
  const ask = <T>(order: Readonly<Record<string, unknown>>) =>
    twin.ask<T>({ ...order, name, threads });
  return {
    name,
    isSlow: false,
    train: (steps) => ask<Trained>({ do: 'train', steps }),
    sample: (times) => ask<Drawn>({ do: 'sample', times }),
    codes: async () => (await ask<{ readonly codes: number[] }>({ do: 'codes' })).codes,
    close: async () => void (await ask({ do: 'close' })),
  };
}
