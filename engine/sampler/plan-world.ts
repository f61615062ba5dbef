import { defined } from '../core/invariant.ts';
import { createRandom, type Random } from '../core/random.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { SequenceModel } from '../models/sequence-model.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { AddressMaker } from '../subjects/address-space.ts';
import { matchStubs } from '../subjects/endpoint-graph.ts';
import { NameMaker } from '../subjects/fresh-names.ts';
import { DEGREE_CLASSES } from './learn-domains.ts';
import { dealOwnNames, type OwnNames } from './own-names.ts';
import type { DomainStory, EntityClass, Story } from './story.ts';

/** Names of one domain: tokens 0.. are those that subjects meet, then own names, then public ones. */
export interface PlannedDomain {
  /** By token: the name; for the rows of a reference table their number from 1 on. */
  readonly values: readonly string[];
  /** By token. */
  readonly classes: Uint8Array;
  readonly ownBase: number;
  readonly literalBase: number;
  /** Names that a subject will meet: tokens from `offsets[s]` to `offsets[s + 1]`. */
  readonly offsets: Int32Array;
  readonly stubs: Int32Array;
  /** By slot of the domain: the subject's own token, -1 for none. */
  readonly own: readonly Int32Array[];
}

/** What all shards share. */
export interface PlannedWorld {
  /** Codes of the root's variables, subject after subject. */
  readonly rootCodes: Int32Array;
  /** Codes and numbers of the timeline's variables, subject after subject; NaN where missing. */
  readonly latentCodes: Int32Array;
  readonly latents: Float64Array;
  readonly domains: readonly PlannedDomain[];
}

/** What a world is planned from. */
export interface WorldSource {
  readonly layout: GenerationLayout;
  readonly story: Story;
  readonly model: SequenceModel;
  readonly seed: number;
  readonly subjects: number;
}

/** Draws the subjects' context and the names of all domains with who meets whom. */
export function planWorld(source: WorldSource): PlannedWorld {
  const { story, seed } = source;
  const random = createRandom(seed, 'generate', 'subjects');
  const { rootCodes, latentCodes, latents } = drawSubjects(source, random);
  const own = dealOwnNames(source, rootCodes, createRandom(seed, 'generate', 'own names'));
  const makers = openMakers(story, createRandom(seed, 'generate', 'names'));
  const width = latents.length / Math.max(1, source.subjects);
  const scope = story.scopes[0];
  const domains = story.domains.map((domain, index) => {
    const base = scope === undefined ? 0 : scope.counts.length + 2 + index;
    const demands = Int32Array.from({ length: source.subjects }, (_, subject) =>
      scope === undefined
        ? 0
        : Math.max(0, Math.round(latents[subject * width + base] as number) || 0),
    );
    const stream = createRandom(seed, 'generate', 'graph', index);
    return planDomain(source, { domain, index, demands, own, makers, random: stream });
  });
  return { rootCodes, latentCodes, latents, domains };
}

function drawSubjects(source: WorldSource, random: Random) {
  const { story, layout, subjects } = source;
  const root = defined(story.tables[layout.root.table.name], 'root has a story').record;
  const rootWidth = story.space[root]?.variables.length ?? 0;
  const scope = story.scopes[0];
  const latent = scope?.latentRecord ?? -1;
  const width = latent < 0 ? 0 : (story.space[latent]?.variables.length ?? 0);
  const rootCodes = new Int32Array(subjects * rootWidth);
  const latentCodes = new Int32Array(subjects * width);
  const latents = new Float64Array(subjects * width);
  const stats =
    scope === undefined ? [] : [...scope.counts, scope.start, scope.span, ...scope.demands];
  const encoders = stats.map((one) => (one === null ? null : numericEncoder(one)));
  for (let subject = 0; subject < subjects; subject += 1) {
    const own = rootCodes.subarray(subject * rootWidth, (subject + 1) * rootWidth);
    own[0] = FIRST;
    drawCodes(source, root, [own], random);
    const codes = latentCodes.subarray(subject * width, (subject + 1) * width);
    if (latent >= 0) drawCodes(source, latent, [codes, own], random);
    for (const [variable, encoder] of encoders.entries()) {
      const value = encoder?.decode(codes[variable] as number, random) ?? Number.NaN;
      latents[subject * width + variable] = value;
    }
  }
  return { rootCodes, latentCodes, latents };
}

/** Draws the variables of a record that are not given, in order. */
export function drawCodes(
  source: { readonly story: Story; readonly model: SequenceModel },
  record: number,
  frame: readonly [Int32Array, ...(Int32Array | null)[]],
  random: Random,
): void {
  const { variables } = defined(source.story.space[record], 'record exists');
  for (const [index, one] of variables.entries()) {
    const gate =
      one.when === undefined || one.when.codes.includes(frame[0][one.when.variable] as number);
    if (!one.given && gate) frame[0][index] = source.model.draw(record, index, frame, random);
  }
}

interface Makers {
  readonly address: AddressMaker;
  readonly name: NameMaker;
  readonly random: Random;
}

function openMakers(story: Story, random: Random): Makers {
  return {
    address: new AddressMaker(story.addresses, random.split('address')),
    name: new NameMaker(story.names, story.words, random.split('name')),
    random: random.split('labels'),
  };
}

interface DomainTask {
  readonly domain: DomainStory;
  readonly index: number;
  readonly demands: Int32Array;
  readonly own: OwnNames;
  readonly makers: Makers;
  readonly random: Random;
}

function planDomain(source: WorldSource, task: DomainTask): PlannedDomain {
  const { story, subjects } = source;
  const { domain, demands, makers, random } = task;
  const total = demands.reduce((sum, one) => sum + one, 0);
  const scale = Math.max(1, subjects) / Math.max(1, story.subjects);
  const { classes, degrees } = drawEntities(domain, { total, scale, subjects, random });
  const pool = classes.length;
  const values: string[] = [];
  for (const [token, kind] of classes.entries()) {
    values.push(makeName(domain, Math.floor(kind / DEGREE_CLASSES), { makers, token }));
  }
  const slots = story.slots
    .map((one, index) => ({ ...one, index }))
    .filter((one) => one.domain === task.index);
  const scopeClasses = [...classes];
  const own: Int32Array[] = [];
  const tokensOfSlot: number[][] = [];
  for (const slot of slots) {
    const scopes = defined(task.own.scopes[slot.index], 'slot was dealt');
    const tokens = scopes.map((scope) => {
      scopeClasses.push(scope * DEGREE_CLASSES);
      return values.push(makeName(domain, scope, { makers, token: values.length })) - 1;
    });
    tokensOfSlot.push(tokens);
  }
  const literalBase = values.length;
  values.push(...domain.literals);
  for (const _ of domain.literals) scopeClasses.push(0);
  for (const [at, slot] of slots.entries()) {
    const numbers = defined(task.own.numbers[slot.index], 'slot was dealt');
    const tokens = defined(tokensOfSlot[at], 'slot has names');
    own.push(
      numbers.map((one) =>
        one >= 0 ? (tokens[one] as number) : one <= -2 ? literalBase - 2 - one : -1,
      ),
    );
  }
  const graph = matchStubs(demands, degrees, random);
  aliasOwn(graph.entities, { pool, literalBase, share: domain.ownShare, random });
  return {
    values,
    classes: Uint8Array.from(scopeClasses),
    ownBase: pool,
    literalBase,
    offsets: graph.offsets,
    stubs: graph.entities,
    own,
  };
}

/** Some of the names that subjects meet are other subjects' own. */
function aliasOwn(
  stubs: Int32Array,
  of: {
    readonly pool: number;
    readonly literalBase: number;
    readonly share: number;
    readonly random: Random;
  },
): void {
  const own = Array.from({ length: of.literalBase - of.pool }, (_, at) => of.pool + at);
  const count = Math.min(own.length, Math.round(of.share * of.pool));
  if (count === 0) return;
  const alias = new Map<number, number>();
  const chosen = of.random.shuffle(own);
  const entities = of.random.shuffle(Array.from({ length: of.pool }, (_, at) => at));
  for (let at = 0; at < count; at += 1) alias.set(entities[at] as number, chosen[at] as number);
  for (let at = 0; at < stubs.length; at += 1)
    stubs[at] = alias.get(stubs[at] as number) ?? (stubs[at] as number);
}

/** Draws names by class and degree until they meet the demand. */
function drawEntities(
  domain: DomainStory,
  of: {
    readonly total: number;
    readonly scale: number;
    readonly subjects: number;
    readonly random: Random;
  },
) {
  const classes: number[] = [];
  const degrees: number[] = [];
  const weights = domain.classes.map((one) => one.entities);
  const encoders = domain.classes.map((one) => numericEncoder(one.degrees));
  let left = of.total;
  while (left > 0) {
    const kind = weighted(weights, of.random);
    const one = defined(domain.classes[kind], 'class exists');
    const drawn = drawDegree(one, encoders[kind]?.decode, of.random);
    const scaled = drawn <= 1 ? 1 : Math.max(1, Math.round(drawn * Math.max(of.scale, 1 / drawn)));
    const degree = Math.max(1, Math.min(of.subjects, scaled));
    classes.push(kind);
    degrees.push(degree);
    left -= degree;
  }
  if (classes.length === 0) {
    classes.push(weighted(weights, of.random));
    degrees.push(1);
  }
  return { classes, degrees };
}

function drawDegree(
  one: EntityClass,
  decode: ((code: number, random: Random) => number | null) | undefined,
  random: Random,
): number {
  const code = weighted(one.degreeWeights, random);
  return Math.max(1, Math.round(decode?.(code, random) ?? 1));
}

/** A new name of a scope of its domain. */
function makeName(
  domain: DomainStory,
  scope: number,
  of: { readonly makers: Makers; readonly token: number },
): string {
  switch (domain.sort) {
    case 'address':
      return of.makers.address.make(scope);
    case 'fqdn':
      return of.makers.name.make(scope === 0);
    case 'user':
      return of.makers.name.account(scope === 1);
    case 'label':
      return `label-${of.token + 1}`;
    default:
      return String(of.token + 1);
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
