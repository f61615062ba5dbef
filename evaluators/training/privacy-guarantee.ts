import type { TableFigure } from '../findings.ts';
import type { PrivacyFacts } from './training-facts.ts';

/** From here on a factor is written as a power of ten. */
const LARGE_FACTOR = 1e6;

/** What a privacy budget promises, in plain words. */
export function privacyLead({ epsilon, delta }: PrivacyFacts): string {
  return (
    `Training kept to differential privacy by subject (ε\u00a0=\u00a0${short(epsilon)}, δ\u00a0=\u00a0${short(delta)}): ` +
    'whether any one subject was in training or not, no outcome of the networks’ training is more ' +
    `than e^ε\u00a0=\u00a0${factorOf(epsilon)} times as likely, save with a chance of δ. That holds against ` +
    'anyone, whatever they know besides, and for all that is drawn from the networks.'
  );
}

/** What it does not promise. */
export function privacyNotes(): readonly string[] {
  return [
    'The privacy budget covers the networks’ weights. It does not cover what is learned beside ' +
      'them: lists of values, bins, name styles, counts and sizes keep to the rule of k subjects ' +
      'instead.',
    'It covers one subject at a time: what many subjects share is learned, as it should be, and ' +
      'somebody behind n subjects is covered with n times ε only.',
    'This report is computed from the original’s rows, and so no part of what the budget covers; ' +
      'nor is another training on the same subjects, which spends a budget of its own on top.',
  ];
}

/** How the budget was spent. */
export function privacyTable(facts: PrivacyFacts): TableFigure {
  const { epsilon, delta, noiseMultiplier, clipNorm, samplingRate, steps } = facts;
  return {
    kind: 'table',
    title: 'Privacy budget',
    subtitle: 'What was spent, of all networks together, by subject.',
    head: ['What', 'Value', 'Meaning'],
    rows: [
      ['ε', short(epsilon), 'logarithm of the factor by which a subject may change any chance'],
      ['δ', short(delta), 'chance that the factor is larger'],
      ['Noise multiplier', short(noiseMultiplier), 'deviation of the noise, in clip norms'],
      ['Clip norm', short(clipNorm), 'length to which a subject’s gradient is cut'],
      ['Sampling rate', short(samplingRate), 'chance of each subject to be in a step'],
      ['Steps', String(steps), 'noisy steps that were taken'],
    ],
  };
}

function factorOf(epsilon: number): string {
  const factor = Math.exp(epsilon);
  return factor < LARGE_FACTOR ? short(factor) : factor.toExponential(0);
}

/** Three digits, as an exponent where small. */
function short(value: number): string {
  const isTiny = value !== 0 && Math.abs(value) < 0.001;
  const rounded = Number(value.toPrecision(3));
  return isTiny ? rounded.toExponential() : String(rounded);
}
