import type { Sample } from '../encoder.ts';

/** Distinct texts of a column, and the order in which subjects hold them. */
export interface TextCorpus {
  readonly texts: readonly string[];
  /** By text. */
  readonly rows: Int32Array;
  /** By text: subjects that hold it. */
  readonly subjects: Int32Array;
  /** Text of each row that does not repeat one of its subject's last two texts. */
  readonly walk: Int32Array;
  /** By place of the walk: number of the subject. */
  readonly walkers: Int32Array;
}

/** Reads a sample; `normal` takes away what may never stay, so that several texts may become one. */
export function readCorpus(sample: Sample<string>, normal: (text: string) => string): TextCorpus {
  const texts: string[] = [];
  const ids = new Map<string, number>();
  const known = new Map<string, number>();
  const idOf = (raw: string) => {
    const before = known.get(raw);
    if (before !== undefined) return before;
    const text = normal(raw);
    const id = ids.get(text) ?? texts.push(text) - 1;
    ids.set(text, id);
    known.set(raw, id);
    return id;
  };
  const walk: number[] = [];
  const walkers: number[] = [];
  const rows: number[] = [];
  let [last, beforeLast, holder] = [-1, -1, -1];
  for (let row = 0; row < sample.length; row += 1) {
    const raw = sample.value(row);
    if (raw === null) continue;
    const [id, subject] = [idOf(raw), sample.subject(row)];
    rows[id] = (rows[id] ?? 0) + 1;
    if (subject !== holder) [last, beforeLast, holder] = [-1, -1, subject];
    if (id !== last && id !== beforeLast) {
      walk.push(id);
      walkers.push(subject);
    }
    [beforeLast, last] = [last, id];
  }
  const corpus = { texts, rows: Int32Array.from(rows), walk: Int32Array.from(walk) };
  return withSubjects({ ...corpus, walkers: Int32Array.from(walkers) });
}

function withSubjects(corpus: Omit<TextCorpus, 'subjects'>): TextCorpus {
  const counter = new SubjectCounter();
  for (const [at, text] of corpus.walk.entries()) {
    counter.add(text, corpus.walkers[at] as number);
  }
  const subjects = Int32Array.from(corpus.texts, (_, text) => counter.subjects(text));
  return { ...corpus, subjects };
}

/** Counts the subjects of things that are numbered; a subject's additions stand together. */
export class SubjectCounter {
  readonly #last: number[] = [];
  readonly #subjects: number[] = [];
  readonly #times: number[] = [];

  /** True if the subject was not counted for it before. */
  add(id: number, subject: number): boolean {
    this.#times[id] = (this.#times[id] ?? 0) + 1;
    if (this.#last[id] === subject) return false;
    this.#last[id] = subject;
    this.#subjects[id] = (this.#subjects[id] ?? 0) + 1;
    return true;
  }

  subjects(id: number): number {
    return this.#subjects[id] ?? 0;
  }

  /** Additions, several of a subject too. */
  times(id: number): number {
    return this.#times[id] ?? 0;
  }
}

/** Counts the subjects of texts such as tokens, templates or pairs. */
export class TextCounter {
  readonly #ids = new Map<string, number>();
  readonly #counter = new SubjectCounter();

  /** True if the subject was not counted for it before. */
  add(text: string, subject: number): boolean {
    return this.#counter.add(this.idOf(text), subject);
  }

  /** A number of the text, for quick additions. */
  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.#ids.size);
    return this.#ids.size - 1;
  }

  addId(id: number, subject: number): boolean {
    return this.#counter.add(id, subject);
  }

  /** Texts with their subjects and additions, most subjects first. */
  ranked(): { readonly text: string; readonly subjects: number; readonly times: number }[] {
    return [...this.#ids]
      .map(([text, id]) => ({
        text,
        subjects: this.#counter.subjects(id),
        times: this.#counter.times(id),
      }))
      .sort((a, b) => b.subjects - a.subjects || b.times - a.times || (a.text < b.text ? -1 : 1));
  }
}

/** Calls with every subject that holds a text, once each; a subject's texts stand together. */
export function eachHolder(
  corpus: TextCorpus,
  visit: (text: number, subject: number) => void,
): void {
  const counter = new SubjectCounter();
  for (const [at, text] of corpus.walk.entries()) {
    const subject = corpus.walkers[at] as number;
    if (counter.add(text, subject)) visit(text, subject);
  }
}
