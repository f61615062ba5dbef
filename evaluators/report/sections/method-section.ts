import { type Html, html } from '../html.ts';
import type { ReportData } from '../report-data.ts';
import { BAD_AUC, WATCH_AUC } from './privacy-headline.ts';
import type { Section } from './section.ts';
import { FAIR_SHARE, GOOD_SHARE } from './state.ts';

const TERMS: readonly (readonly [string, string])[] = [
  [
    'Accuracy',
    'Share of two distributions that overlaps: 1 minus their total variation distance. Columns ' +
      'are cut into at most about ten bins on the original, and one, two or three columns are ' +
      'compared at a time. 100 % means equal in every bin.',
  ],
  [
    'Univariate, bivariate, trivariate, coherence',
    'Means over single columns, pairs and triples of columns of one random row a subject, and ' +
      'over what holds a subject’s rows together: a column in the next row, distinct values a ' +
      'subject, subjects a value. Overall is the mean of these.',
  ],
  [
    'Noise bound',
    'What two samples of one law would reach on average at these sizes, by formula. Values near ' +
      'it cannot be told from sampling noise.',
  ],
  [
    'Ceiling',
    'Real against real: disjoint halves of the original’s subjects, up to 200 pairs of them, ' +
      'brought to the sizes of the real comparison (in the section on links: the holdout against ' +
      'the training part). A generator that beats it by much may have copied.',
  ],
  [
    'Floor',
    'Rows drawn column by column (for links: keys dealt at will): single columns stay right, all ' +
      'relations are lost.',
  ],
  [
    'Good, watch, bad',
    `A likeness is good from ${GOOD_SHARE * 100} % of the way from floor to ceiling, to be watched ` +
      `from ${FAIR_SHARE * 100} %, else bad. A membership attack is to be watched from an AUC of ` +
      `${WATCH_AUC}, bad from ${BAD_AUC}, unless it does as well on real subjects in the release’s ` +
      'place; any planted record, rare identity or text that came out is bad. The words never ' +
      'decide whether a gate passes.',
  ],
  [
    'Interval and inside',
    'The middle 95 % of what disjoint halves of the real data score. A value inside cannot be ' +
      'told from real data by this score; one above it may be copying. Where floor and ceiling lie ' +
      'within one interval’s width, inside tells nothing: “cannot tell”.',
  ],
  [
    'Floor to ceiling',
    'Where a score lies between the two. Left out (–) where the floor is not worse than the ' +
      'ceiling by more than 1 % of the range, or lies in the ceiling’s interval.',
  ],
  [
    'Stands out',
    'Of attacks: a guessing attack stands out where its risk is three standard errors or more ' +
      'above 0, a membership attack where it lies above its ceiling’s interval and its own begins ' +
      'above 0.5. There are many attacks and their targets hang together, so this asks for more ' +
      'than a value above the interval: a score may be “above” and still not stand out.',
  ],
  [
    'Links',
    'Linkable rows carry both addresses and a protocol. The lag law compares event time minus flow ' +
      'start in bins of 1, 2, 5, 10, … ms with their sign; fan-out compares links per row, zeros ' +
      'included; the joint score compares every event column with every flow column over the links.',
  ],
];

/** How the figures came about, for a reader who wants to check them. */
export function methodSection({ k }: ReportData): Section {
  const privacy =
    `A value is named only if more than 7 rows and at least ${k} subjects of the original share ` +
    'it; the others are summed as “rare”. Axes leave out the outermost 0.5 % of the original.';
  const terms = [...TERMS, ['Privacy of this report', privacy] as const];
  const list = terms.map(([term, text]): Html => html`<dt>${term}</dt><dd>${text}</dd>`);
  return {
    id: 'method',
    title: 'How it was computed',
    isFolded: true,
    aside: '',
    body: html`<dl>${list}</dl>`,
  };
}

/** What was not computed or not compared, and why. */
export function noteSection({ notes }: ReportData): Section {
  return {
    id: 'notes',
    title: 'Notes',
    isFolded: true,
    aside: `${notes.length}`,
    body: html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`,
  };
}
