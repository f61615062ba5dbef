import { DataError } from '../core/errors.ts';

/** Receives the Event elements of a file in order; `line` is that of `<Event`, from 1. */
export interface XmlEventHandler {
  /** From `<Event` to `</Event>`. */
  event(xml: string, line: number): void;
  /** An event that cannot be given, or text outside of events. */
  defect(reason: string, line: number, sample: string): void;
}

/** The few marks that cutting needs; all other markup is left to the XML parser. */
const MARKS =
  /<!--|<!\[CDATA\[|<!DOCTYPE|<!ENTITY|<(?:\w+:)?Event(?=[\s/>])|<\/(?:\w+:)?Event\s{0,8}>/g;
/** What the chunk's end may have cut off of a mark. */
const MARK_CHARS = 64;
/** Longest tag outside of events, such as a root element with its namespaces. */
const TAG_CHARS = 64 * 1024;

/**
 * Cuts a stream of XML text into its Event elements, with or without one root around them.
 *
 * A broken event costs only itself: an Event that starts before the last one has ended ends it.
 * Holds one event of at most `limit` characters beside the text at hand.
 */
export class XmlEventCutter {
  readonly #file: string;
  readonly #limit: number;
  readonly #handler: XmlEventHandler;
  /** What is not done with: starts at the open event if there is one. */
  #text = '';
  /** First character of the text that was not looked at. */
  #scan = 0;
  #line = 1;
  #open = false;
  /** True while the rest of an event of more than `limit` characters runs past. */
  #overlong = false;
  /** The end of the comment or CDATA section that is open. */
  #closer: '-->' | ']]>' | null = null;

  /** @param source the file, named in errors, and the longest event in characters */
  constructor(source: { readonly file: string; readonly limit: number }, handler: XmlEventHandler) {
    this.#file = source.file;
    this.#limit = source.limit;
    this.#handler = handler;
  }

  /** Takes the next piece of text. @throws DataError at a DOCTYPE or ENTITY declaration */
  push(piece: string): void {
    this.#text += piece;
    while (this.#step());
    this.#shorten();
  }

  /** Tells that the file has ended. */
  end(): void {
    this.push('');
    if (this.#open && !this.#overlong) this.#defect('ends before </Event>', this.#text);
    else if (this.#closer !== null) this.#defect(`ends before ${this.#closer}`, this.#text);
    else if (!this.#open) this.#leave(this.#text.length);
    this.#text = '';
    this.#open = false;
  }

  /** Handles the next mark. @returns false if the text at hand has no more */
  #step(): boolean {
    if (this.#closer !== null) return this.#close(this.#closer);
    MARKS.lastIndex = this.#scan;
    const match = MARKS.exec(this.#text);
    if (match === null) {
      this.#scan = Math.max(this.#scan, this.#text.length - MARK_CHARS);
      return false;
    }
    const [mark] = match;
    if (mark === '<!--') this.#skipTo('-->', match.index, mark);
    else if (mark === '<![CDATA[') this.#skipTo(']]>', match.index, mark);
    else if (mark.startsWith('<!')) this.#refuse(mark);
    else if (mark.startsWith('</')) this.#endEvent(match.index, mark);
    else this.#startEvent(match.index, mark);
    return true;
  }

  #skipTo(closer: '-->' | ']]>', at: number, mark: string): void {
    const kept = this.#open ? at : this.#leave(at);
    this.#scan = kept + mark.length;
    this.#closer = closer;
  }

  #close(closer: string): boolean {
    const at = this.#text.indexOf(closer, this.#scan);
    if (at < 0) {
      this.#scan = Math.max(this.#scan, this.#text.length - closer.length + 1);
      return false;
    }
    this.#scan = at + closer.length;
    if (!this.#open) this.#consume(this.#scan);
    this.#closer = null;
    return true;
  }

  #startEvent(at: number, mark: string): void {
    if (!this.#open) this.#leave(at);
    else {
      if (!this.#overlong) this.#defect('ends before </Event>', this.#text.slice(0, at));
      this.#consume(at);
    }
    this.#open = true;
    this.#overlong = false;
    this.#scan = mark.length;
  }

  #endEvent(at: number, mark: string): void {
    const end = at + mark.length;
    if (!this.#open) {
      this.#leave(at);
      this.#defect('ends an Event that has not started', mark);
      this.#consume(mark.length);
      return;
    }
    if (!this.#overlong && end > this.#limit) this.#tooLong();
    else if (!this.#overlong) this.#handler.event(this.#text.slice(0, end), this.#line);
    this.#consume(end);
    this.#open = false;
    this.#overlong = false;
  }

  /** Lets go of text outside of events, which may hold nothing but markup. @returns 0 */
  #leave(end: number): 0 {
    const text = this.#text.slice(0, end);
    const rest = text.replace(/<[^<>]*>/g, '').trim();
    if (rest !== '' && rest !== '\ufeff') this.#defect('stands outside of any Event', rest);
    this.#consume(end);
    return 0;
  }

  /** Bounds what is held between two chunks. */
  #shorten(): void {
    if (this.#open) {
      if (this.#text.length <= this.#limit) return;
      if (!this.#overlong) this.#tooLong();
      this.#overlong = true;
      this.#consume(this.#scan);
    } else if (this.#closer !== null) this.#consume(this.#scan);
    else {
      const tag = this.#text.lastIndexOf('<');
      const cutTag = tag >= 0 && !this.#text.includes('>', tag);
      const held = cutTag && this.#text.length - tag <= TAG_CHARS;
      this.#leave(held ? tag : this.#text.length);
    }
  }

  #consume(length: number): void {
    const gone = this.#text.slice(0, length);
    for (let at = gone.indexOf('\n'); at >= 0; at = gone.indexOf('\n', at + 1)) this.#line += 1;
    this.#text = this.#text.slice(length);
    this.#scan = Math.max(0, this.#scan - length);
  }

  #tooLong(): void {
    this.#defect(`is longer than ${this.#limit} characters`, this.#text);
  }

  #defect(reason: string, sample: string): void {
    this.#handler.defect(reason, this.#line, sample);
  }

  #refuse(mark: string): never {
    throw new DataError(
      `${this.#file}: line ${this.#line}: declares XML entities: ${mark}; remove the declaration`,
      { file: this.#file, line: this.#line, mark },
    );
  }
}
