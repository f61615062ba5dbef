import { defined } from '../core/invariant.ts';
import { createRandom, type Random } from '../core/random.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import type { Frame } from '../models/frame.ts';
import type { SequenceModel } from '../models/sequence-model.ts';
import { FIRST } from '../sequences/codes.ts';
import type { GenerationLayout } from '../sequences/generation-layout.ts';
import { AddressMaker } from '../subjects/address-space.ts';
import { matchStubs } from '../subjects/endpoint-graph.ts';
import { NameMaker } from '../subjects/fresh-names.ts';
import type { EndpointGraph } from '../subjects/trade-round.ts';
import { demandAt, latentStats } from './latents.ts';
import { DEGREE_CLASSES, groupOfClass } from './learn-domains.ts';
import { dealOwnNames, type OwnNames } from './own-names.ts';
import { beginWithSeed, encodeLatents } from './seed-latents.ts';
import type { SeedScript } from './seed-script.ts';
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
  /** By subject: the real rows that it goes on from. */
  readonly seeds?: readonly SeedScript[];
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
    const base = scope === undefined ? 0 : demandAt(scope, index);
    const demands = domain.groups.map((_, group) =>
      Int32Array.from({ length: source.subjects }, (__, subject) =>
        scope === undefined
          ? 0
          : Math.max(0, Math.round(latents[subject * width + base + group] as number) || 0),
      ),
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
  const latentCodes = new Int32Array(subjects * width);
  const rootCodes = new Int32Array(subjects * rootWidth);
  const latents = new Float64Array(subjects * width);
  const encoders = (scope === undefined ? [] : latentStats(scope)).map((one) =>
    one === null ? null : numericEncoder(one),
  );
  const codes = new Int32Array(rootWidth + width);
  const rootFrame = { codes, at: Int32Array.of(0) };
  const latentFrame = { codes, at: Int32Array.of(rootWidth, 0) };
  for (let subject = 0; subject < subjects; subject += 1) {
    codes.fill(0);
    codes[0] = FIRST;
    const script = source.seeds?.[subject];
    const told = script?.rootCodes;
    drawCodes(source, root, { frame: rootFrame, random, ...(told ? { told } : {}) });
    if (latent >= 0) drawCodes(source, latent, { frame: latentFrame, random });
    rootCodes.set(codes.subarray(0, rootWidth), subject * rootWidth);
    latentCodes.set(codes.subarray(rootWidth), subject * width);
    for (const [variable, encoder] of encoders.entries()) {
      const value = encoder?.decode(codes[rootWidth + variable] as number, random) ?? Number.NaN;
      latents[subject * width + variable] = value;
    }
    if (scope === undefined || script === undefined) continue;
    const [from, to] = [subject * width, (subject + 1) * width];
    const own = latents.subarray(from, to);
    beginWithSeed(scope, own, { domains: story.domains, script, baseUs: story.baseUs });
    encodeLatents(scope, own, latentCodes.subarray(from, to));
  }
  return { rootCodes, latentCodes, latents };
}

/** Draws the variables of a record that are not given, in order, into the frame's own row. */
export function drawCodes(
  source: { readonly story: Story; readonly model: SequenceModel },
  record: number,
  of: {
    readonly frame: Frame;
    readonly random: Random;
    /** By variable: the code that it has; 0 where it is drawn. */
    readonly told?: Int32Array;
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
  /** By group and subject. */
  readonly demands: readonly Int32Array[];
  readonly own: OwnNames;
  readonly makers: Makers;
  readonly random: Random;
}

function planDomain(source: WorldSource, task: DomainTask): PlannedDomain {
  const { story, subjects } = source;
  const { domain, demands, makers, random } = task;
  const scale = Math.max(1, subjects) / Math.max(1, story.subjects);
  const parts = demands.map((wanted, group) =>
    planGroup({ domain, group, demands: wanted, scale, subjects, random }),
  );
  const values: string[] = [];
  const classes: number[] = [];
  for (const [group, part] of parts.entries()) {
    const scope = domain.groups[group]?.scope ?? 0;
    for (const kind of part.classes) {
      values.push(makeName(domain, scope, { makers, token: values.length }));
      classes.push(kind);
    }
  }
  const pool = values.length;
  const slots = story.slots
    .map((one, index) => ({ ...one, index }))
    .filter((one) => one.domain === task.index);
  const tokensOfSlot = slots.map((slot) => {
    const scopes = defined(task.own.scopes[slot.index], 'slot was dealt');
    return scopes.map((scope) => {
      classes.push(scope * DEGREE_CLASSES);
      return values.push(makeName(domain, scope, { makers, token: values.length })) - 1;
    });
  });
  const literalBase = values.length;
  values.push(...domain.literals);
  for (const _ of domain.literals) classes.push(0);
  const own = slots.map((slot, at) => {
    const numbers = defined(task.own.numbers[slot.index], 'slot was dealt');
    const tokens = defined(tokensOfSlot[at], 'slot has names');
    return numbers.map((one) =>
      one >= 0 ? (tokens[one] as number) : one <= -2 ? literalBase - 2 - one : -1,
    );
  });
  const graph = joinGroups(parts, subjects);
  aliasOwn(graph.entities, { parts, pool, literalBase, classes, domain, random });
  return {
    values,
    classes: Uint8Array.from(classes),
    ownBase: pool,
    literalBase,
    offsets: graph.offsets,
    stubs: graph.entities,
    own,
  };
}

/** One group's names and who meets them; names are numbered within the group. */
interface PlannedGroup {
  readonly classes: readonly number[];
  readonly graph: EndpointGraph;
}

function planGroup(of: {
  readonly domain: DomainStory;
  readonly group: number;
  readonly demands: Int32Array;
  readonly scale: number;
  readonly subjects: number;
  readonly random: Random;
}): PlannedGroup {
  const { domain, group, demands, random } = of;
  const total = demands.reduce((sum, one) => sum + one, 0);
  const first = group * DEGREE_CLASSES;
  const own = domain.classes.slice(first, first + DEGREE_CLASSES);
  const { kinds, degrees } = drawEntities(own, { ...of, total });
  return {
    classes: kinds.map((kind) => first + kind),
    graph: matchStubs(demands, degrees, random),
  };
}

/** All groups' names of each subject together, numbered through. */
function joinGroups(parts: readonly PlannedGroup[], subjects: number): EndpointGraph {
  const offsets = new Int32Array(subjects + 1);
  const total = parts.reduce((sum, one) => sum + one.graph.entities.length, 0);
  const entities = new Int32Array(total);
  let filled = 0;
  for (let subject = 0; subject < subjects; subject += 1) {
    let base = 0;
    for (const { graph, classes } of parts) {
      const to = graph.offsets[subject + 1] as number;
      for (let at = graph.offsets[subject] as number; at < to; at += 1) {
        entities[filled] = base + (graph.entities[at] as number);
        filled += 1;
      }
      base += classes.length;
    }
    offsets[subject + 1] = filled;
  }
  return { offsets, entities };
}

/** Some of the names that subjects meet are other subjects' own: those of the group's scope. */
function aliasOwn(
  stubs: Int32Array,
  of: {
    readonly parts: readonly PlannedGroup[];
    readonly pool: number;
    readonly literalBase: number;
    readonly classes: number[];
    readonly domain: DomainStory;
    readonly random: Random;
  },
): void {
  const { classes, domain, random } = of;
  const own = Array.from({ length: of.literalBase - of.pool }, (_, at) => of.pool + at);
  const scopeOf = (token: number) => domain.groups[groupOfClass(classes[token] as number)]?.scope;
  const free = domain.groups.map((group) =>
    random.shuffle(own.filter((token) => scopeOf(token) === group.scope)),
  );
  const alias = new Map<number, number>();
  const used = new Set<number>();
  let base = 0;
  for (const [group, part] of of.parts.entries()) {
    const size = part.classes.length;
    const wanted = Math.round((domain.groups[group]?.ownShare ?? 0) * size);
    const names = (free[group] ?? []).filter((token) => !used.has(token)).slice(0, wanted);
    const entities = random.shuffle(Array.from({ length: size }, (_, at) => base + at));
    for (const [at, token] of names.entries()) {
      used.add(token);
      alias.set(entities[at] as number, token);
      classes[token] = classes[entities[at] as number] as number;
    }
    base += size;
  }
  for (let at = 0; at < stubs.length; at += 1) {
    stubs[at] = alias.get(stubs[at] as number) ?? (stubs[at] as number);
  }
}

/** Draws names by degree until they meet the demand. */
function drawEntities(
  own: readonly EntityClass[],
  of: {
    readonly total: number;
    readonly scale: number;
    readonly subjects: number;
    readonly random: Random;
  },
) {
  const kinds: number[] = [];
  const degrees: number[] = [];
  const weights = own.map((one) => one.entities);
  const encoders = own.map((one) => numericEncoder(one.degrees));
  for (let left = of.total; left > 0; ) {
    const kind = weighted(weights, of.random);
    const one = defined(own[kind], 'class exists');
    const drawn = drawDegree(one, encoders[kind]?.decode, of.random);
    const scaled = drawn <= 1 ? 1 : Math.max(1, Math.round(drawn * Math.max(of.scale, 1 / drawn)));
    const degree = Math.max(1, Math.min(of.subjects, scaled));
    kinds.push(kind);
    degrees.push(degree);
    left -= degree;
  }
  return { kinds, degrees };
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
