import type { FamilyChoices } from '../../models/families.ts';
import type { NetworkRecord, ReplayRecord, TextChoices } from '../../pipeline/training-record.ts';
import { stageCommand } from './stage-command.ts';

/** `entwine train`: learns the generator from the training subjects. */
export const trainCommand = stageCommand({
  name: 'train',
  summary: 'learn the generator from the training subjects',
  until: 'train',
  async outcome(manifest, runDirectory) {
    const outputs = manifest.stages.train?.outputs as TrainOutputs | undefined;
    const lines =
      outputs === undefined ? [] : describeTraining(outputs, `${runDirectory}/generator`);
    return { document: outputs ?? {}, lines };
  },
});

/** What the training stage puts into the manifest. */
export interface TrainOutputs {
  readonly engine: string;
  readonly families: FamilyChoices;
  readonly texts: TextChoices;
  readonly subjects: number;
  readonly network?: Omit<NetworkRecord, 'curve'>;
  readonly replayed?: ReplayRecord;
}

/** Lines for people: what learned, why it, on what, how it ended, what of a budget was spent. */
export function describeTraining(outputs: TrainOutputs, folder: string): readonly string[] {
  const { engine, families, texts, subjects, network, replayed } = outputs;
  return [
    `${engine} learned from ${subjects} subjects: ${folder}`,
    ...describeFamilies(families),
    ...describeTexts(texts),
    ...(network === undefined ? [] : describeNetwork(network)),
    ...(replayed === undefined ? [] : [describeReplay(replayed)]),
  ];
}

/** Tables of one family and one reason share a line. */
function describeFamilies(families: FamilyChoices): readonly string[] {
  const reasons = Object.entries(families).map(
    ([table, { family, reason }]) => [table, `${family}, ${reason}`] as const,
  );
  return gathered(reasons).map(([names, why]) => `${names}: ${why}`);
}

/** Templates are the usual; only what is written by a language is told. */
function describeTexts(texts: TextChoices): readonly string[] {
  const written = Object.entries(texts).filter(([, { model }]) => model === 'language');
  const reasons = written.map(([name, { reason }]) => [name, reason] as const);
  return gathered(reasons).map(([names, why]) => `${names}: texts by a language, ${why}`);
}

/** Names of one reason in one line, lines in the order of their first name. */
function gathered(reasons: readonly (readonly [string, string])[]): readonly [string, string][] {
  const names = new Map<string, string[]>();
  for (const [name, why] of reasons) names.set(why, [...(names.get(why) ?? []), name]);
  return [...names].map(([why, list]) => [list.join(', '), why]);
}

const ENDS: Readonly<Record<NetworkRecord['stopped'][string], string>> = {
  early: 'it learned no more',
  epochs: 'after all epochs; model.maxEpochs allows more',
  time: 'its time was over; model.maxMinutes allows more',
  budget: 'its privacy budget was spent',
};

function describeNetwork(network: Omit<NetworkRecord, 'curve'>): readonly string[] {
  const { engine, engineReason, threads, stopped, privacy } = network;
  const reasons = Object.entries(stopped).map(([name, why]) => [name, ENDS[why]] as const);
  const ends = gathered(reasons).map(([names, why]) => `${names} ended: ${why}`);
  const budget = `epsilon ${privacy?.epsilon} at delta ${privacy?.delta}, in ${privacy?.steps} steps`;
  return [
    `engine: ${engine}, ${engineReason}; ${threads} threads`,
    ...ends,
    ...(privacy === null ? [] : [`privacy spent: ${budget}`]),
  ];
}

function describeReplay({ subjects, digest }: ReplayRecord): string {
  return `${subjects} of them drawn from the generator ${digest.slice(0, 12)}`;
}
