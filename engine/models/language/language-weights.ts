import type { LanguageStats } from '../../encoders/text/language-stats.ts';
import { type LanguageShape, weightShapes } from './language-sizes.ts';
import type { LanguageWeights } from './language-step.ts';

/** Weights as they were trained. */
export function readWeights(
  { weights }: Pick<LanguageStats, 'weights'>,
  shape: LanguageShape,
): LanguageWeights {
  return new Map(
    Object.entries(weightShapes(shape)).map(([name, size]) => {
      const bytes = Buffer.from(weights[name] ?? '', 'base64');
      const values = new Float32Array(size.reduce((product, one) => product * one, 1));
      for (let at = 0; at < values.length; at += 1) values[at] = bytes.readFloatLE(4 * at);
      return [name, values];
    }),
  );
}

/** The same as text. */
export function writeWeights(weights: LanguageWeights): Record<string, string> {
  return Object.fromEntries(
    [...weights].map(([name, values]) => {
      const bytes = Buffer.alloc(4 * values.length);
      for (let at = 0; at < values.length; at += 1)
        bytes.writeFloatLE(values[at] as number, 4 * at);
      return [name, bytes.toString('base64')];
    }),
  );
}
