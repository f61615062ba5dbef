/**
 * `npx tsx test/bench/text-models.ts SET [COLUMN,…]`: texts of a column filled by templates alone and
 * written by the language model, on the same codes; SET is a folder of ENTWINE_DATA. See
 * docs/methods/language-model.md for the figures.
 */
import { findEngine } from '../../engine/cli/find-engines.ts';
import { createRandom } from '../../engine/core/random.ts';
import { privateTokens } from '../../engine/encoders/private-tokens.ts';
import type { TextMaker } from '../../engine/encoders/text/text-maker.ts';
import { analyzeText, type TextStats, textEncoder } from '../../engine/encoders/text-encoder.ts';
import type { EventRecord } from '../../engine/ingest/records.ts';
import { learnLanguage } from '../../engine/models/language/learn-language.ts';
import { openLanguage } from '../../engine/models/language/open-language.ts';
import { FIRST } from '../../engine/sequences/codes.ts';
import { emittedWords, gramTvd, memorisedShare, sharedTexts } from './text-models/text-figures.ts';
import { plantedRows, readEvents, type SubjectEvent } from './text-models/text-rows.ts';

const K = 5;
const SEED = 42;
const [set = 'sysmon-otrf-atomic', list = 'command_line,image,target,value'] =
  process.argv.slice(2);

type Column = 'command_line' | 'image' | 'parent_image' | 'target' | 'value' | 'query_name';

const events = await readEvents(`${process.env.ENTWINE_DATA}/${set}`);
const sides = plantedRows(events, createRandom(SEED, 'sides'));
const names = privateNames(sides.training);
const { engine } = await findEngine('auto');
console.log(
  `${set}: ${events.length} rows, ${sides.training.length} to train, engine ${engine.name}`,
);
for (const column of list.split(',') as Column[]) await compare(column);

async function compare(column: Column): Promise<void> {
  const rows = sides.training.filter((one) => one.event[column] !== null);
  const of = (row: SubjectEvent) => row.event[column] ?? '';
  const stats = learnStats(column, rows);
  const image = learnStats('image', rows);
  const deciders = rows.map((one) => (column === 'image' ? 0 : codeOf(image, one.event.image)));
  const began = performance.now();
  const learned = await learnLanguage(
    { stats, sample: sampleOf(column, rows), decider: (row) => deciders[row] ?? 0, k: K },
    {
      seed: SEED,
      name: column,
      network: { engine, threads: 1, maxMinutes: 5, maxEpochs: 40, seconds },
    },
  );
  const trained = (performance.now() - began) / 1000;
  const base = FIRST + stats.values.length;
  const isTemplate = (text: string) => codeOf(stats, text) >= base;
  const real = sides.holdout.map(of).filter((one) => one !== '' && isTemplate(one));
  const own = rows.map(of).filter(isTemplate);
  const training = rows.map((one) => ({ text: of(one), subject: one.subject }));
  const about = { real, own, training };
  console.log(
    `\n${column}: ${rows.length} rows, ${own.length} of templates, ${new Set(own).size} distinct`,
  );
  show('training', own, about);
  show('holdout', real, about);
  for (const model of learned === null ? ['templates'] : ['templates', 'language']) {
    const used =
      model === 'language' && learned !== null ? { ...stats, language: learned.stats } : stats;
    const start = performance.now();
    const { texts, written } = fill(used, rows.map(of), { rows, deciders });
    const speed = Math.round(texts.length / ((performance.now() - start) / 1000));
    show(model, texts, about);
    console.log(`    ${speed} texts/s, ${written} written anew`);
  }
  const last = learned?.curve.at(-1);
  const size = learned === null ? 0 : JSON.stringify(learned.stats).length;
  console.log(
    last === undefined
      ? '    too little to write'
      : `    ${trained.toFixed(1)} s to train, ${last.epoch} epochs, ${learned?.stats.tokens.length} tokens, ${learned?.stats.templates.length} templates, ${size} characters`,
  );
}

/** Draws what stands in the rows of templates, as the sampler does: copies stay copies. */
function fill(
  stats: TextStats,
  texts: readonly string[],
  {
    rows,
    deciders,
  }: { readonly rows: readonly SubjectEvent[]; readonly deciders: readonly number[] },
) {
  const encoder = textEncoder(stats);
  const language = openLanguage(stats);
  const base = FIRST + stats.values.length;
  const made: string[] = [];
  const last: [string, string][] = [];
  let [subject, written, maker] = [-1, 0, makerOf(0)];
  for (const [row, text] of texts.entries()) {
    const code = encoder.encode(text);
    const random = createRandom(SEED, 'fill', row);
    if (rows[row]?.subject !== subject) {
      subject = rows[row]?.subject ?? -1;
      last.length = 0;
      maker = makerOf(subject);
    }
    const copy = last.slice(-2).find(([real]) => real === text)?.[1];
    const write: TextMaker['write'] = ({ at, pool }, fresh) => {
      const one = language?.write(at, pool === 0 ? (deciders[row] ?? 0) : 0, fresh) ?? null;
      written += one === null ? 0 : 1;
      return one;
    };
    const key = rows[row]?.event.image ?? '';
    const full = {
      ...maker,
      key,
      ...(language === null ? {} : { write, allows: language.allows }),
    };
    const one = copy ?? encoder.make(code, random, full) ?? '';
    last.push([text, one]);
    if (code >= base) made.push(one);
  }
  return { texts: made, written };
}

function makerOf(subject: number): TextMaker {
  const random = createRandom(SEED, 'maker', subject);
  const word = () => random.pick(['alder', 'birch', 'cedar', 'maple', 'rowan', 'aspen']);
  const [account, host] = [`${word()}${subject}`, `${word()}-${subject}`];
  return {
    account: () => account,
    word,
    host: () => host,
    name: () => `${host}.example`,
    address: () => `10.1.${subject & 255}.${(subject >> 8) & 255}`,
    memory: new Map(),
  };
}

function show(
  name: string,
  texts: readonly string[],
  {
    real,
    own,
    training,
  }: {
    readonly real: readonly string[];
    readonly own: readonly string[];
    readonly training: readonly { readonly text: string; readonly subject: number }[];
  },
): void {
  const grams = [1, 2, 3, 4].map((order) => gramTvd('characters', order, [texts, real]));
  const words = [1, 2, 3].map((order) => gramTvd('words', order, [texts, real]));
  const distinct = new Set(texts).size / new Set(own).size;
  const figures = {
    characters: grams.map((one) => one.toFixed(3)).join(' '),
    words: words.map((one) => one.toFixed(3)).join(' '),
    mean: mean([...grams, ...words]).toFixed(4),
    distinct: distinct.toFixed(3),
    exact: sharedTexts(texts, own).toFixed(3),
    memorised: memorisedShare(texts, training, K).toFixed(4),
    canaries: emittedWords(texts, sides.canaries),
  };
  console.log(
    `  ${name.padEnd(9)} ${Object.entries(figures)
      .map((one) => one.join(' '))
      .join(', ')}`,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

function seconds(): number {
  return performance.now() / 1000;
}

function codeOf(stats: TextStats, text: string | null): number {
  return textEncoder(stats).encode(text);
}

function sampleOf(column: Column, rows: readonly SubjectEvent[]) {
  return {
    length: rows.length,
    value: (row: number) => rows[row]?.event[column] ?? null,
    subject: (row: number) => rows[row]?.subject ?? 0,
  };
}

function learnStats(column: Column, rows: readonly SubjectEvent[]): TextStats {
  return analyzeText(sampleOf(column, rows), {
    mayLeave: (text, subjects) => subjects >= K && !names.isIn(text),
    k: K,
    privateKind: names.kindOf,
    salt: 7,
  });
}

function privateNames(rows: readonly SubjectEvent[]) {
  const all = (of: (event: EventRecord) => readonly (string | null)[]) => [
    ...new Set(rows.flatMap(({ event }) => of(event).filter((one) => one !== null))),
  ];
  return privateTokens({
    address: all((one) => [one.src_ip, one.dst_ip]),
    fqdn: all((one) => [one.query_name]),
    user: all((one) => [one.user_name]),
    hosts: all((one) => [one.host]),
  });
}
