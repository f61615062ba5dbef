import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../../engine/core/random.ts';
import { telemetrySchema } from '../../../../engine/schema/telemetry-schema.ts';
import type { Chapter, TableFigure } from '../../../../evaluators/findings.ts';
import { examineDetections } from '../../../../evaluators/sigma/examine-detections.ts';
import { loadSigmaRules } from '../../../../evaluators/sigma/load-sigma-rules.ts';
import type { SigmaRules } from '../../../../evaluators/sigma/sigma-rule.ts';
import { ruleText } from './matching-event.ts';
import { type HostRows, sidesOf, telemetrySample } from './telemetry-sample.ts';

const RULES = loadSigmaRules(
  [
    ['level: high\nauthor: Ada', "s:\n  Image|endswith: '\\a.exe'\ncondition: s"],
    ['level: low', "s:\n  Image|endswith: '\\b.exe'\ncondition: s"],
    ['', 's:\n  OriginalFileName: c.exe\ncondition: s'],
  ].map(([head = '', detection = '']) => ({
    path: 'rule.yml',
    text: `${head}\n${ruleText(detection)}`,
  })),
);

describe('examineDetections', () => {
  it('should find equal sides alike', () => {
    const hosts = Array.from({ length: 12 }, (_, at) => hostWith(at % 3, 4));
    const sample = telemetrySample(hosts);

    const chapter = examine(sidesOf(sample, sample, sample));

    for (const { id, outcome } of chapter.scores) {
      expect(outcome.ok && outcome.value.value, id).to.equal(1);
      expect(outcome.ok && outcome.value.ceiling, id).to.be.within(0.5, 1);
    }
    expect(chapter.contract.detections).to.deep.include({
      fired: { both: 2, originalOnly: 0, syntheticOnly: 0, neither: 1 },
    });
  });

  it('should score what fires on one side only', () => {
    const original = telemetrySample([hostWith(1, 1), hostWith(1, 3)]);
    const synthetic = telemetrySample([hostWith(0, 2), hostWith(0, 2)]);

    const chapter = examine(sidesOf(original, original, synthetic));

    const expected = {
      agreement: 2 / 3,
      weightedAgreement: 3 / 7,
      jaccard: 1 / 2,
      accuracy: 2 / 3,
      rates: 2 / 3 / (1 / 3 + 1),
    };
    const values = valuesOf(chapter);
    expect(chapter.scores[0]?.id, 'silent rules do not lift the first card').to.equal('jaccard');
    for (const [id, value] of Object.entries(expected)) {
      expect(values[id], id).to.be.closeTo(value, 1e-5);
    }
  });

  it('should show each rule that fires with its author and its rates', () => {
    const original = telemetrySample([hostWith(1, 1), hostWith(1, 3)]);
    const synthetic = telemetrySample([hostWith(0, 2), hostWith(0, 2)]);

    const { figures } = examine(sidesOf(original, original, synthetic));

    expect((figures[0] as TableFigure).rows).to.deep.equal([
      ['Test rule', 'high', 'Ada', 'original only', 2000 / 6, 0, 2000 / 6, 2000 / 6, 1, 0],
      ['Test rule', 'low', 'not named', 'both', 4000 / 6, 1000, 4000 / 6, 4000 / 6, 1, 1],
    ]);
  });

  it('should refuse overlaps where no rule fires', () => {
    const sample = telemetrySample([hostWith(0, 0), hostWith(0, 0)]);

    const chapter = examine(sidesOf(sample, sample, sample));

    expect(valuesOf(chapter)).to.deep.equal({
      agreement: 1,
      weightedAgreement: 1,
      jaccard: null,
      accuracy: null,
      rates: null,
    });
  });

  it('should say which rules were refused and which fields are missing', () => {
    const bad = loadSigmaRules([{ path: 'bad.yml', text: 'title: Bad' }]);
    const sample = telemetrySample([hostWith(1, 1), hostWith(1, 1)]);

    const { notes } = examine(sidesOf(sample, sample, sample), {
      ...RULES,
      refusals: bad.refusals,
    });

    expect(notes.join('\n')).to.include('refused: bad.yml: Bad: ');
    expect(notes.join('\n')).to.include('1 rules also read fields that the tables do not hold: Or');
  });

  it('should hold a note only without rules, and without Sysmon events', () => {
    const sample = telemetrySample([hostWith(1, 1)]);
    const flows = { ...sample, schema: telemetrySchema({ events: false, flows: true }) };

    const noRules = examine(sidesOf(sample, sample, sample), { rules: [], refusals: [] });
    const noEvents = examine(sidesOf(flows, flows, flows));

    expect(noRules.notes[0]).to.include('no rules to evaluate');
    expect(noEvents.notes[0]).to.include('no Sysmon events to evaluate');
    for (const { scores, figures } of [noRules, noEvents]) {
      expect([...scores, ...figures]).to.deep.equal([]);
    }
  });
});

function examine(sides: ReturnType<typeof sidesOf>, rules: SigmaRules = RULES): Chapter {
  return examineDetections(sides, rules, { random: createRandom(42, 'detections') });
}

function valuesOf({ scores }: Chapter) {
  return Object.fromEntries(
    scores.map(({ id, outcome }) => [id, outcome.ok ? outcome.value.value : null]),
  );
}

/** A host that started the programs a.exe and b.exe so often. */
function hostWith(a: number, b: number): HostRows {
  const images = [...Array(a).fill('C:\\a.exe'), ...Array(b).fill('C:\\b.exe')] as string[];
  return {
    processes: images.map((image, at) => ({ process_key: at, image })),
    events: images.map((_, at) => ({ event_type: 1, event_id: at, process_key: at })),
  };
}
