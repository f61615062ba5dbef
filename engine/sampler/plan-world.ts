import { defined } from '../core/invariant.ts';
import { createRandom, type Random } from '../core/random.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { Frame } from '../models/frame.ts';
import type { SequenceModel } from '../models/sequence-model.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { demandAt, latentStats } from './latents.ts';
import { dealOwnNames } from './own-names.ts';
import { type PlannedDomain, planDomain } from './plan-domain.ts';
import { beginWithSeed, encodeLatents, latentsLikeSeed } from './seed-latents.ts';
import type { SeedScript } from './seed-script.ts';
import type { ScopeStory, Story } from './story.ts';
import { WorldNames } from './world-names.ts';

/** What all shards share. */
export interface PlannedWorld {
  /** Codes of the root's variables, subject after subject. */
  readonly rootCodes: Int32Array;
  /** Codes and numbers of the timeline's variables, subject after subject; NaN where missing. */
  readonly latentCodes: Int32Array;
  readonly latents: Float64Array;
  readonly domains: readonly PlannedDomain[];
  /** The realm of the site's accounts. */
  readonly realm: string;
}

/** What a world is planned from. */
export interface WorldSource {
  readonly layout: GenerationLayout;
  readonly story: Story;
  readonly model: SequenceModel;
  readonly seed: number;
  readonly subjects: number;
  /** By subject: the real rows that it goes on from. */
  readonly seeds?: readonly SeedScript[];
}

/** Draws the subjects' context and the names of all domains with who meets whom. */
export function planWorld(source: WorldSource): PlannedWorld {
  const { story, seed } = source;
  const random = createRandom(seed, 'generate', 'subjects');
  const { rootCodes, latentCodes, latents } = drawSubjects(source, random);
  const own = dealOwnNames(source, rootCodes, createRandom(seed, 'generate', 'own names'));
  const names = new WorldNames(story, createRandom(seed, 'generate', 'names'));
  const width = latents.length / Math.max(1, source.subjects);
  const scope = story.scopes[0];
  const domains = story.domains.map((domain, index) => {
    const base = scope === undefined ? 0 : demandAt(scope, index);
    const demands = domain.groups.map((_, group) =>
      Int32Array.from({ length: source.subjects }, (__, subject) =>
        scope === undefined
          ? 0
          : Math.max(0, Math.round(latents[subject * width + base + group] as number) || 0),
      ),
    );
    const stream = createRandom(seed, 'generate', 'graph', index);
    return planDomain({
      story,
      subjects: source.subjects,
      index,
      demands,
      own,
      names,
      random: stream,
    });
  });
  return { rootCodes, latentCodes, latents, domains, realm: names.realm };
}

function drawSubjects(source: WorldSource, random: Random) {
  const { story, layout, subjects } = source;
  const root = defined(story.tables[layout.root.table.name], 'root has a story').record;
  const rootWidth = story.space[root]?.variables.length ?? 0;
  const scope = story.scopes[0];
  const latent = scope?.latentRecord ?? -1;
  const width = latent < 0 ? 0 : (story.space[latent]?.variables.length ?? 0);
  const latentCodes = new Int32Array(subjects * width);
  const rootCodes = new Int32Array(subjects * rootWidth);
  const latents = new Float64Array(subjects * width);
  const encoders = latentEncoders(scope);
  const codes = new Int32Array(rootWidth + width);
  const rootFrame = { codes, at: Int32Array.of(0), epoch: 0 };
  const latentFrame = { codes, at: Int32Array.of(rootWidth, 0), epoch: 0 };
  for (let subject = 0; subject < subjects; subject += 1) {
    codes.fill(0);
    codes[0] = FIRST;
    latentFrame.epoch = subject;
    const script = source.seeds?.[subject];
    drawCodes(source, root, { frame: rootFrame, random, told: script?.rootCodes });
    const told = script && scope && latentsLikeSeed(scope, script, width);
    if (latent >= 0) drawCodes(source, latent, { frame: latentFrame, random, told });
    rootCodes.set(codes.subarray(0, rootWidth), subject * rootWidth);
    latentCodes.set(codes.subarray(rootWidth), subject * width);
    for (const [variable, encoder] of encoders.entries()) {
      const value = encoder?.decode(codes[rootWidth + variable] as number, random) ?? Number.NaN;
      latents[subject * width + variable] = value;
    }
    const [from, to] = [subject * width, (subject + 1) * width];
    const own = { latents: latents.subarray(from, to), codes: latentCodes.subarray(from, to) };
    addSeed(story, script, own);
  }
  return { rootCodes, latentCodes, latents };
}

/** By latent: its encoder, null where there is nothing to draw. */
function latentEncoders(scope: ScopeStory | undefined) {
  const laws = scope === undefined ? [] : latentStats(scope);
  return laws.map((one) => (one === null ? null : numericEncoder(one)));
}

/** Puts what a seed did before what its subject is drawn to do. */
function addSeed(
  story: Story,
  script: SeedScript | undefined,
  own: { readonly latents: Float64Array; readonly codes: Int32Array },
): void {
  const [scope] = story.scopes;
  if (scope === undefined || script === undefined) return;
  beginWithSeed(scope, own.latents, { domains: story.domains, script, baseUs: story.baseUs });
  encodeLatents(scope, own.latents, own.codes);
}

/** Draws the variables of a record that are not given, in order, into the frame's own row. */
export function drawCodes(
  source: { readonly story: Story; readonly model: SequenceModel },
  record: number,
  of: {
    readonly frame: Frame;
    readonly random: Random;
    /** By variable: the code that it has; 0 where it is drawn. */
    readonly told?: Int32Array | undefined;
  },
): void {
  const { frame, random } = of;
  const own = frame.at[0] as number;
  const { variables } = defined(source.story.space[record], 'record exists');
  for (const [index, one] of variables.entries()) {
    const gate =
      one.when === undefined ||
      one.when.codes.includes(frame.codes[own + one.when.variable] as number);
    if (one.given || !gate) continue;
    const told = of.told?.[index] ?? 0;
    frame.codes[own + index] = told > 0 ? told : source.model.draw(record, index, frame, random);
  }
}

/** A position drawn by weight; the first if all weigh nothing. */
export function weighted(weights: ArrayLike<number>, random: Random): number {
  let total = 0;
  for (let index = 0; index < weights.length; index += 1) total += weights[index] as number;
  let left = random.next() * total;
  for (let index = 0; index < weights.length; index += 1) {
    left -= weights[index] as number;
    if (left < 0) return index;
  }
  return 0;
}
