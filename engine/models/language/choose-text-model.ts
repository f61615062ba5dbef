import type { TextModel } from '../../core/text-model.ts';

/** What makes the texts of a column, and why. */
export interface TextChoice {
  readonly model: Exclude<TextModel, 'auto'>;
  readonly reason: string;
}

/** Mean distance of runs of characters and words to other subjects' texts, mean of the captures. */
interface Measured {
  readonly templates: number;
  readonly language: number;
}

/** By column of the telemetry. @see docs/methods/language-model.md for how and on what */
const MEASURED: Readonly<Record<string, Measured>> = {
  command_line: { templates: 0.389, language: 0.363 },
  value: { templates: 0.187, language: 0.173 },
  target: { templates: 0.365, language: 0.366 },
};

/** Gains below this are chance; templates train and draw faster. */
const LEAST_GAIN = 0.005;

/**
 * What makes a column's texts: what the scenario says, or else what was measured as better.
 *
 * @param column its name
 */
export function chooseTextModel(wanted: TextModel, column: string): TextChoice {
  if (wanted !== 'auto') return { model: wanted, reason: 'the scenario names it' };
  const measured = MEASURED[column];
  if (measured === undefined) return { model: 'templates', reason: 'no other was measured on it' };
  const { templates, language } = measured;
  const isBetter = templates - language >= LEAST_GAIN;
  const [own, other] = isBetter ? [language, templates] : [templates, language];
  const reason = `distance to other subjects' texts ${own.toFixed(3)}, against ${other.toFixed(3)} of`;
  return isBetter
    ? { model: 'language', reason: `${reason} templates` }
    : { model: 'templates', reason: `${reason} the language, which is slower` };
}
