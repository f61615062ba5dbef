import { invariant } from '../core/invariant.ts';

/** What happens when its time has come. */
export type Action = (nowUs: number) => void;

/** A queue of things to come, taken in order of time and, at one time, of entry. */
export interface Agenda {
  /** Notes an action; a time that has passed counts as now. */
  schedule(atUs: number, action: Action): void;
  /** Runs everything before `untilUs`; what lies later is forgotten. */
  run(untilUs: number): void;
}

interface Entry {
  readonly atUs: number;
  readonly turn: number;
  readonly action: Action;
}

/** A discrete-event queue on a binary heap. */
export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let turn = 0;
  let nowUs = Number.NEGATIVE_INFINITY;
  return {
    schedule(atUs, action) {
      invariant(Number.isFinite(atUs), 'an action was scheduled at no time');
      turn += 1;
      push(heap, { atUs: Math.max(nowUs, Math.floor(atUs)), turn, action });
    },
    run(untilUs) {
      for (let entry = pop(heap); entry !== undefined; entry = pop(heap)) {
        if (entry.atUs >= untilUs) break;
        nowUs = entry.atUs;
        entry.action(nowUs);
      }
    },
  };
}

function isBefore(left: Entry, right: Entry): boolean {
  return left.atUs < right.atUs || (left.atUs === right.atUs && left.turn < right.turn);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!isBefore(entry, heap[above] as Entry)) break;
    heap[at] = heap[above] as Entry;
    at = above;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let at = 0;
  for (let below = 1; below < heap.length; below = 2 * at + 1) {
    const right = heap[below + 1];
    if (right !== undefined && isBefore(right, heap[below] as Entry)) below += 1;
    if (!isBefore(heap[below] as Entry, last)) break;
    heap[at] = heap[below] as Entry;
    at = below;
  }
  heap[at] = last;
  return first;
}
