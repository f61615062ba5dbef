/** The little of a document that Observable Plot needs to write SVG outside a browser. */

const SVG = 'http://www.w3.org/2000/svg';
const XHTML = 'http://www.w3.org/1999/xhtml';

/** A text node. */
class SvgText {
  readonly ownerDocument: SvgDocument;
  parentNode: SvgElement | null = null;
  textContent: string;

  constructor(document: SvgDocument, text: string) {
    this.ownerDocument = document;
    this.textContent = text;
  }

  get outerHTML(): string {
    return escapeMarkup(this.textContent);
  }
}

type SvgNode = SvgElement | SvgText;

/** An element whose attributes keep the order in which they were set. */
class SvgElement {
  readonly ownerDocument: SvgDocument;
  readonly tagName: string;
  readonly namespaceURI: string;
  readonly childNodes: SvgNode[] = [];
  parentNode: SvgElement | null = null;
  private readonly attributes = new Map<string, string>();

  constructor(document: SvgDocument, namespace: string, name: string) {
    this.ownerDocument = document;
    this.namespaceURI = namespace;
    this.tagName = name;
  }

  /** Inline styles go straight to the style attribute. */
  get style() {
    const declare = (name: string, value: string) => {
      const before = this.attributes.get('style');
      this.attributes.set('style', `${before === undefined ? '' : `${before};`}${name}:${value}`);
    };
    return { setProperty: declare, removeProperty: () => undefined };
  }

  get firstChild(): SvgNode | null {
    return this.childNodes[0] ?? null;
  }

  get textContent(): string {
    return this.childNodes.map((child) => child.textContent).join('');
  }

  set textContent(text: string) {
    this.childNodes.length = 0;
    this.appendChild(this.ownerDocument.createTextNode(text));
  }

  get outerHTML(): string {
    const attributes = [...this.attributes]
      .map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`)
      .join('');
    const content = this.childNodes.map((child) => child.outerHTML).join('');
    return `<${this.tagName}${attributes}>${content}</${this.tagName}>`;
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  setAttributeNS(_namespace: string | null, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  getAttributeNS(_namespace: string | null, name: string): string | null {
    return this.getAttribute(name);
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  removeAttributeNS(_namespace: string | null, name: string): void {
    this.removeAttribute(name);
  }

  appendChild<T extends SvgNode>(child: T): T {
    return this.insertBefore(child, null);
  }

  append(...children: readonly (SvgNode | string)[]): void {
    for (const child of children) {
      this.appendChild(
        typeof child === 'string' ? this.ownerDocument.createTextNode(child) : child,
      );
    }
  }

  insertBefore<T extends SvgNode>(child: T, before: SvgNode | null): T {
    child.parentNode?.removeChild(child);
    const at = before === null ? -1 : this.childNodes.indexOf(before);
    if (at < 0) this.childNodes.push(child);
    else this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }

  removeChild(child: SvgNode): void {
    const at = this.childNodes.indexOf(child);
    if (at >= 0) this.childNodes.splice(at, 1);
    child.parentNode = null;
  }

  querySelector(): null {
    return null;
  }

  querySelectorAll(): readonly never[] {
    return [];
  }

  addEventListener(): void {}

  removeEventListener(): void {}

  dispatchEvent(): boolean {
    return true;
  }
}

/** A document that makes elements and knows nothing else. */
export class SvgDocument {
  readonly documentElement: SvgElement = new SvgElement(this, XHTML, 'html');

  createElement(name: string): SvgElement {
    return new SvgElement(this, XHTML, name);
  }

  createElementNS(namespace: string, name: string): SvgElement {
    return new SvgElement(this, namespace ?? SVG, name);
  }

  createTextNode(text: string): SvgText {
    return new SvgText(this, String(text));
  }
}

/** Text that is safe between tags and inside double quotes. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
