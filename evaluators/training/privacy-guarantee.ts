import type { Json, TableFigure } from '../findings.ts';
import type { PrivacyFacts, ValuesSpentFacts } from './training-facts.ts';

/** From here on a factor is written as a power of ten. */
const LARGE_FACTOR = 1e6;

/** What a privacy budget promises, in plain words. */
export function privacyLead({ total, values }: PrivacyFacts): string {
  const outcome = values === null ? 'of the networks’ training' : 'of learning values and networks';
  return (
    `Training kept to differential privacy by subject (ε\u00a0=\u00a0${short(total.epsilon)}, ` +
    `δ\u00a0=\u00a0${short(total.delta)}): whether any one subject was in training or not, no ` +
    `outcome ${outcome} is more than e^ε\u00a0=\u00a0${factorOf(total.epsilon)} times as likely, ` +
    'save with a chance of δ. That holds against anyone, whatever they know besides, and for all ' +
    'that is made of these outcomes.'
  );
}

/** What it does not promise. */
export function privacyNotes({ values, notCovered }: PrivacyFacts): readonly string[] {
  const covered =
    values === null ? 'the networks’ weights' : 'values, bounds and networks’ weights';
  const others = values === null ? ['lists of values and their bounds', ...notCovered] : notCovered;
  return [
    `The privacy budget covers ${covered}. Without noise are learned: ${others.join('; ')}. ` +
      'These keep to the rule of k subjects, or count over all subjects.',
    'It covers one subject at a time: what many subjects share is learned, as it should be, and ' +
      'somebody behind n subjects is covered with n times ε at best.',
    'It covers neither this report, which is computed from the original’s rows, nor another ' +
      'training on the same subjects, which spends a budget of its own on top.',
  ];
}

/** How the budget was spent. */
export function privacyTable({ values, training, total }: PrivacyFacts): TableFigure {
  const { noiseMultiplier, clipNorm, samplingRate, steps } = training;
  return {
    kind: 'table',
    title: 'Privacy budget',
    subtitle: 'What was spent by subject, of all networks together.',
    head: ['What', 'Value', 'Meaning'],
    rows: [
      ['ε', short(total.epsilon), 'logarithm of the factor by which a subject may change a chance'],
      ['δ', short(total.delta), 'chance that the factor is larger'],
      ...(values === null ? [] : valueRows(values)),
      ['ε, δ of networks', pairOf(training), 'their share of both'],
      ['Noise multiplier', short(noiseMultiplier), 'deviation of the noise, in clip norms'],
      ['Clip norm', short(clipNorm), 'length to which a subject’s gradient is cut'],
      ['Sampling rate', short(samplingRate), 'chance of each subject to be in a step'],
      ['Steps', String(steps), 'noisy steps that were taken'],
    ],
  };
}

function valueRows(values: ValuesSpentFacts): readonly [string, string, string][] {
  return [
    ['ε, δ of values', pairOf(values), 'share of lists of values and their bounds'],
    ['Noise in a count', short(values.deviation), 'its deviation, in subjects'],
    ['Threshold', short(values.threshold), 'noisy count of subjects that keeps a value'],
  ];
}

/** The contract's part of it: the total on top, its parts below. */
export function privacyJson({ values, training, total }: PrivacyFacts): Json {
  const { noiseMultiplier, clipNorm, samplingRate, steps } = training;
  const { epsilon, delta } = training;
  return {
    ...{ epsilon: total.epsilon, delta: total.delta },
    ...{ noiseMultiplier, clipNorm, samplingRate, steps },
    training: { epsilon, delta },
    values:
      values === null
        ? null
        : {
            ...{ epsilon: values.epsilon, delta: values.delta },
            ...{ deviation: values.deviation, threshold: values.threshold },
          },
  };
}

function pairOf({ epsilon, delta }: { readonly epsilon: number; readonly delta: number }): string {
  return `${short(epsilon)}, ${short(delta)}`;
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
