import { resolve } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findOnnx } from '../../../engine/compute/onnx/find-onnx.ts';
import { createRandom } from '../../../engine/core/random.ts';
import { analyzeText, textEncoder } from '../../../engine/encoders/text-encoder.ts';
import { learnLanguage } from '../../../engine/models/language/learn-language.ts';
import { openLanguage } from '../../../engine/models/language/open-language.ts';
import { FIRST } from '../../../engine/sequences/codes.ts';
import { emittedWords, memorisedShare } from '../../bench/text-models/text-figures.ts';
import { plantedRows, readEvents } from '../../bench/text-models/text-rows.ts';
import { dataFolder } from './link-capture-rows.ts';

const SET = 'sysmon-otrf-atomic';
const K = 5;

describe('language of command lines on public captures', function () {
  this.timeout(240_000);
  const folder = dataFolder(SET);
  if (folder === null) {
    it('needs the captures');
    return;
  }

  it('should write texts that hold no canary and hardly a rare run', async () => {
    const events = await readEvents(resolve(folder));
    const { training, canaries } = plantedRows(events, createRandom(1, 'sides'));
    const rows = training.filter((one) => one.event.command_line !== null);
    const planted = canaries.slice(0, 20).map((word, at) => {
      const { event, subject } = rows[at * 7] ?? rows[0]!;
      return { subject, event: { ...event, command_line: `${event.command_line} ${word}` } };
    });
    const all = [...rows, ...planted].sort((a, b) => a.subject - b.subject);
    const sample = {
      length: all.length,
      value: (row: number) => all[row]?.event.command_line ?? null,
      subject: (row: number) => all[row]?.subject ?? 0,
    };
    const stats = analyzeText(sample, { mayLeave: (_, subjects) => subjects >= K, k: K, salt: 3 });
    const found = await findOnnx();
    if (!('engine' in found)) throw new Error(found.reason);
    const network = { engine: found.engine, threads: 1, maxMinutes: 2, maxEpochs: 12 };
    const seconds = () => performance.now() / 1000;

    const learned = await learnLanguage(
      { stats, sample, decider: () => 0, k: K },
      { seed: 1, name: 'processes command_line', network: { ...network, seconds } },
    );

    const language = openLanguage({ ...stats, ...(learned && { language: learned.stats }) });
    const random = createRandom(2);
    const written = learned?.stats.templates ?? [];
    const maker = { account: () => 'user', word: () => 'word' };
    let anew = 0;
    const made = Array.from({ length: 2000 }, () => {
      const code = FIRST + stats.values.length + random.pick(written);
      return textEncoder(stats).make(code, random, {
        ...maker,
        allows: (text) => language?.allows(text) ?? true,
        write: ({ at }, fresh) => {
          const text = language?.write(at, 0, fresh) ?? null;
          anew += text === null ? 0 : 1;
          return text;
        },
      });
    });
    const texts = made.filter((one) => one !== null);
    const known = rows.map((one) => ({
      text: one.event.command_line ?? '',
      subject: one.subject,
    }));
    expect(anew).to.be.above(500);
    expect(emittedWords(texts, canaries)).to.equal(0);
    expect(memorisedShare(texts, known, K)).to.be.below(0.1);
  });
});
