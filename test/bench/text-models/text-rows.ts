import { basename } from 'node:path';
import { globSync } from 'tinyglobby';
import type { Random } from '../../../engine/core/random.ts';
import { readCapture } from '../../../engine/ingest/read-capture.ts';
import type { EventRecord } from '../../../engine/ingest/records.ts';

/** An event with the subject that it belongs to. */
export interface SubjectEvent {
  readonly event: EventRecord;
  readonly subject: number;
}

/** Rows to learn from, rows to judge by, and the words that only canaries hold. */
export interface TextSides {
  readonly training: readonly SubjectEvent[];
  readonly holdout: readonly SubjectEvent[];
  readonly canaries: readonly string[];
}

const HOLDOUT = 0.3;
const CANARIES = 20;
const SPAN_US = 10_000_000;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * The events of a set; a subject is a process, or ten seconds of a host where captures are linked.
 *
 * @param folder ends in the name of the set
 */
export async function readEvents(folder: string): Promise<SubjectEvent[]> {
  const set = basename(folder);
  const files = globSync(['*.jsonl.gz', '*/sysmon.jsonl.gz'], { cwd: folder, absolute: true });
  const isLinked = set.startsWith('linked');
  const subjects = new Map<string, number>();
  const rows: SubjectEvent[] = [];
  for (const file of files.sort()) {
    for await (const batch of readCapture(file, { kind: 'events', format: 'auto' })) {
      for (const event of batch.records) {
        const owner = `${file} ${ownerOf(event, isLinked)}`;
        const subject = subjects.get(owner) ?? subjects.size;
        subjects.set(owner, subject);
        rows.push({ event, subject });
      }
    }
  }
  return rows.sort((a, b) => a.subject - b.subject);
}

function ownerOf(event: EventRecord, isLinked: boolean): string {
  if (!isLinked) return event.process_guid ?? event.host;
  return `${event.host} ${Math.floor(event.time_us / SPAN_US)}`;
}

/** Splits by subject and plants canaries: rows whose texts bear a word of twelve letters. */
export function plantedRows(rows: readonly SubjectEvent[], random: Random): TextSides {
  const subjects = random.shuffle([...new Set(rows.map((one) => one.subject))]);
  const out = new Set(subjects.slice(0, Math.floor(HOLDOUT * subjects.length)));
  const training = rows.filter((one) => !out.has(one.subject));
  const canaries: string[] = [];
  const planted = Array.from({ length: CANARIES }, () => {
    const { event, subject } = random.pick(training);
    const word = Array.from({ length: 12 }, () => random.pick([...LETTERS])).join('');
    canaries.push(word);
    const bear = (text: string | null) =>
      text === null ? null : text.replace(/\p{L}{3,}(?!.*\p{L}{3})/u, word);
    const { command_line, target, value } = event;
    const texts = { command_line: bear(command_line), target: bear(target), value: bear(value) };
    return { subject, event: { ...event, ...texts, image: bear(event.image) } };
  });
  const all = [...training, ...planted].sort((a, b) => a.subject - b.subject);
  return { training: all, holdout: rows.filter((one) => out.has(one.subject)), canaries };
}
