import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Chapter, Figure } from '../../../../../evaluators/findings.ts';
import { NO_MEANS } from '../../../../../evaluators/pairs/accuracy-means.ts';
import { accuracyChart } from '../../../../../evaluators/report/charts/accuracy-chart.ts';
import { curveChart } from '../../../../../evaluators/report/charts/curve-chart.ts';
import { heatMap } from '../../../../../evaluators/report/charts/heat-map.ts';
import { histogramChart } from '../../../../../evaluators/report/charts/histogram-chart.ts';
import { joinGraph } from '../../../../../evaluators/report/charts/join-graph.ts';
import { lawChart } from '../../../../../evaluators/report/charts/law-chart.ts';
import { shareBars } from '../../../../../evaluators/report/charts/share-bars.ts';
import type { TableReport } from '../../../../../evaluators/report/report-data.ts';
import { chapterSection } from '../../../../../evaluators/report/sections/chapter-section.ts';

const AXES = { label: 'x', of: 'rows', per: 1, x: 'x', y: 'y', columns: [], rows: [] } as const;
const WORDS = { title: 'Empty', subtitle: '' } as const;
const NO_LAW = { labels: ['0', '1'], original: [0, 0], synthetic: [0, 0] } as const;
const NO_CURVE = {
  ...WORDS,
  kind: 'curve',
  x: { label: 'x', scale: 'log' },
  y: { label: 'y', scale: 'log' },
  series: [{ name: 'real', side: 'real', points: [{ x: 0, y: 0 }] }],
} as const;
const NO_HISTOGRAM = {
  scale: 'linear',
  edges: [],
  original: [],
  synthetic: [],
  missingOriginal: 1,
  missingSynthetic: 1,
} as const;
const NO_TABLE = {
  name: 'flows',
  accuracy: NO_MEANS,
  max: NO_MEANS,
  ceiling: NO_MEANS,
  floor: NO_MEANS,
} as TableReport;

describe('charts without data', () => {
  const drawn = {
    law: lawChart('law', { ...NO_LAW, accuracy: null, ceiling: null }, AXES),
    curve: curveChart(NO_CURVE),
    grid: heatMap('grid', [], AXES),
    bars: shareBars('bars', [{ label: 'rare', original: 0, synthetic: 0 }], AXES),
    histogram: histogramChart('histogram', NO_HISTOGRAM, AXES),
    accuracy: accuracyChart(NO_TABLE),
    joins: joinGraph([], []),
  };

  for (const [name, { markup }] of Object.entries(drawn)) {
    it(`should say so: ${name}`, () => {
      expect(markup).to.contain('Nothing to draw').and.not.contain('<svg');
    });
  }

  it('should say so in a chapter, for every kind of figure', () => {
    const figures: Figure[] = [
      { ...WORDS, kind: 'law', axis: 'x', of: 'rows', ...NO_LAW },
      NO_CURVE,
      { ...WORDS, kind: 'grid', x: 'x', y: 'y', cells: [] },
      { ...WORDS, kind: 'table', head: ['a'], rows: [] },
    ];

    const { markup } = chapterSection({ ...CHAPTER, figures }).body;

    expect(markup.match(/Nothing to draw/g)).to.have.length(3);
    expect(markup)
      .to.contain('Nothing to list')
      .and.not.match(/NaN|Infinity/);
  });
});

describe('shareBars', () => {
  it('should leave out a label that no side holds', () => {
    const shares = [
      { label: 'tcp', original: 1, synthetic: 1 },
      { label: 'rare', original: 0, synthetic: 0 },
    ];

    const { markup } = shareBars('protocol', shares, AXES);

    expect(markup).to.contain('tcp').and.not.contain('rare');
  });
});

const CHAPTER: Chapter = {
  id: 'empty',
  title: 'Empty',
  lead: '',
  scores: [],
  figures: [],
  contract: {},
  notes: [],
};
