import type { TextModel } from '../../core/text-model.ts';

/** What makes the texts of a column, and why. */
export interface TextChoice {
  readonly model: Exclude<TextModel, 'auto'>;
  readonly reason: string;
}

/** What a way of making texts reached, mean of the captures. */
interface Reached {
  /** Mean distance of runs of characters and words to other subjects' texts. */
  readonly distance: number;
  /** Share of texts with a run of words that fewer than k subjects hold. */
  readonly rare: number;
}

interface Measured {
  readonly templates: Reached;
  readonly language: Reached;
}

/** By column of the telemetry. @see docs/methods/language-model.md for how and on what */
const MEASURED: Readonly<Record<string, Measured>> = {
  command_line: {
    templates: { distance: 0.389, rare: 0.025 },
    language: { distance: 0.363, rare: 0.049 },
  },
  value: {
    templates: { distance: 0.187, rare: 0.538 },
    language: { distance: 0.173, rare: 0.475 },
  },
  target: {
    templates: { distance: 0.365, rare: 0.084 },
    language: { distance: 0.366, rare: 0.068 },
  },
};

/** Gains below this are chance; templates train and draw faster. */
const LEAST_GAIN = 0.005;
/** A language that says more of what is rare is no better, however like its texts are. */
const MOST_RARER = 0.01;

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
  if (language.rare - templates.rare > MOST_RARER) {
    const shares = `${language.rare.toFixed(3)}, against ${templates.rare.toFixed(3)} of templates`;
    return { model: 'templates', reason: `a language says more of what is rare: ${shares}` };
  }
  const isBetter = templates.distance - language.distance >= LEAST_GAIN;
  const [own, other] = isBetter ? [language, templates] : [templates, language];
  const distances = `${own.distance.toFixed(3)}, against ${other.distance.toFixed(3)}`;
  const reason = `distance to other subjects' texts ${distances} of`;
  return isBetter
    ? { model: 'language', reason: `${reason} templates` }
    : { model: 'templates', reason: `${reason} the language, which is slower` };
}
