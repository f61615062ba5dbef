import { defined } from '../core/invariant.ts';
import type { Random } from '../core/random.ts';
import { numericEncoder } from '../encoders/numeric-encoder.ts';
import { drawShare } from '../subjects/drawn-share.ts';
import { matchStubs } from '../subjects/endpoint-graph.ts';
import type { EndpointGraph } from '../subjects/trade-round.ts';
import { DEGREE_CLASSES, groupOfClass } from './learn-domains.ts';
import { namePart } from './own-meetings.ts';
import type { DomainStory, EntityClass } from './story.ts';

/** Names that are met, not yet called anything, and who meets them. */
export interface PlannedMeetings {
  /** By name. */
  readonly classes: readonly number[];
  /** By name: its group and its degree before it was scaled, as in `namePart`. */
  readonly parts: readonly number[];
  readonly graph: EndpointGraph;
}

/** What meetings are planned from. */
export interface MeetingTask {
  readonly domain: DomainStory;
  /** By group and subject: names to meet. */
  readonly demands: readonly Int32Array[];
  /** Subjects, and how many times as many as in the training data. */
  readonly subjects: number;
  readonly scale: number;
  readonly random: Random;
}

/** Draws the names of each group by degree and matches them with the subjects' demands. */
export function planMeetings(task: MeetingTask): PlannedMeetings {
  const groups = task.demands.map((demands, group) => planGroup(task, group, demands));
  if (groups.every((one) => one.classes.length === 0)) return unmetName(task);
  return {
    classes: groups.flatMap((one) => one.classes),
    parts: groups.flatMap((one) => one.parts),
    graph: joinGroups(groups, task.subjects),
  };
}

/** One name that nobody meets: a reference table may ask for one all the same. */
function unmetName({ domain, subjects }: MeetingTask): PlannedMeetings {
  const used = domain.classes.findIndex((one) => one.entities > 0);
  const kind = Math.max(0, used);
  const graph = { offsets: new Int32Array(subjects + 1), entities: new Int32Array(0) };
  return { classes: [kind], parts: [namePart(groupOfClass(kind), 1)], graph };
}

function planGroup(task: MeetingTask, group: number, demands: Int32Array): PlannedMeetings {
  const { domain, random } = task;
  const total = demands.reduce((sum, one) => sum + one, 0);
  const first = group * DEGREE_CLASSES;
  const laws = domain.classes.slice(first, first + DEGREE_CLASSES);
  const { kinds, degrees, drawn } = drawEntities(laws, task, total);
  return {
    classes: kinds.map((kind) => first + kind),
    parts: drawn.map((degree) => namePart(group, degree)),
    graph: matchStubs(demands, degrees, random),
  };
}

/** All groups' names of each subject together, numbered through. */
function joinGroups(parts: readonly PlannedMeetings[], subjects: number): EndpointGraph {
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

/** Draws names by degree until they meet the demand. */
function drawEntities(laws: readonly EntityClass[], task: MeetingTask, total: number) {
  const { random, scale, subjects } = task;
  const kinds: number[] = [];
  const degrees: number[] = [];
  const drawn: number[] = [];
  const weights = laws.map((one) => one.entities);
  const encoders = laws.map((one) => numericEncoder(one.degrees));
  for (let left = total; left > 0; ) {
    const kind = Math.max(0, drawShare(weights, random));
    const code = drawShare(defined(laws[kind], 'class exists').degreeWeights, random);
    const one = Math.max(1, Math.round(encoders[kind]?.decode(code, random) ?? 1));
    const scaled = one <= 1 ? 1 : Math.max(1, Math.round(one * scale));
    const degree = Math.min(subjects, scaled);
    kinds.push(kind);
    degrees.push(degree);
    drawn.push(one);
    left -= degree;
  }
  return { kinds, degrees, drawn };
}
