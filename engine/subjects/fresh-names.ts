import type { Random } from '../core/random.ts';
import { ACCOUNT_KINDS, REALM_KINDS } from './account-style.ts';
import { drawShare } from './drawn-share.ts';
import {
  COMMON_SHORT_NAMES,
  FIRST_SITE,
  SERVICE_TEMPLATES,
  SYSTEM_ACCOUNTS,
} from './known-labels.ts';
import { drawShape, type LabelLaw, makeLabel } from './label-law.ts';
import { NAME_KINDS } from './name-parts.ts';
import { learnNameStyle, type NameStyle } from './name-style.ts';
import { NameTree } from './name-tree.ts';
import { reverseName } from './reverse-name.ts';
import { WordBook } from './word-book.ts';

export { learnNameStyle, type NameStyle };

/** What names are made with. */
export interface MakerOptions {
  /** An address of the synthetic site or its peers, for reverse names; undefined if it has none. */
  readonly address?: (isSix: boolean) => string | undefined;
  /** Names that may not come out, e.g. the public ones in use. */
  readonly taken?: Iterable<string>;
}

const SERVICE_PREFIXES = ['svc', 'svc-', 'svc_', 'sql', 'app-', 'backup-'];

/**
 * Makes host and domain names and accounts, each once.
 *
 * The site has one internal domain: hosts lie in it, a short name is a host's first label, the
 * realm of accounts is the domain's own label in capitals.
 */
export class NameMaker {
  readonly #style: NameStyle;
  readonly #random: Random;
  readonly #options: MakerOptions;
  readonly #words: WordBook;
  readonly #made: Set<string>;
  readonly #public: NameTree;
  readonly #internal: NameTree;
  /** First labels of internal hosts that no short name has yet. */
  readonly #hosts: string[] = [];
  #site: string | undefined;

  constructor(
    style: NameStyle,
    words: readonly string[],
    random: Random,
    options: MakerOptions = {},
  ) {
    this.#style = style;
    this.#random = random;
    this.#options = options;
    this.#words = new WordBook(words);
    this.#made = new Set(options.taken ?? []);
    const isTaken = (name: string) => this.#made.has(name);
    const grown = { words: this.#words, random, isTaken };
    this.#public = new NameTree(style.public, grown);
    this.#internal = new NameTree(style.internal, grown);
  }

  /** A new name; a short one has a single label. */
  make(isShort: boolean): string {
    return this.#once(isShort ? (tries) => this.#short(tries) : (tries) => this.#long(tries));
  }

  /** A new host of the site: one label below its domain. */
  host(): string {
    const name = this.#once(() => this.#newHost());
    this.#noteHost(name);
    return name;
  }

  /** The internal domain of the site. */
  domain(): string {
    this.#site ??= this.#internal.first();
    return this.#site;
  }

  /** The site's NetBIOS domain: the first label of its domain, at most 15 letters, in capitals. */
  realm(): string {
    return netbios(this.domain());
  }

  /** The machine account of a host. */
  machineAccount(host: string, hasDomain: boolean): string {
    const account = `${netbios(host)}$`;
    return hasDomain ? `${this.realm()}\\${account}` : account;
  }

  /** An account: with a realm as Windows writes it, or without. */
  account(hasDomain: boolean): string {
    return this.#once((tries) => {
      if (!hasDomain) return this.#bareAccount(tries);
      const at = tries > 4 ? 0 : drawShare(this.#style.accounts.realms, this.#random);
      if (REALM_KINDS[at] === 'system') return this.#systemAccount();
      const isHosts = REALM_KINDS[at] === 'host';
      const realm = isHosts ? netbios(this.#anyHost()) : this.realm();
      return `${realm}\\${this.#accountName(isHosts, tries)}`;
    });
  }

  #once(draw: (tries: number) => string): string {
    for (let tries = 0; ; tries += 1) {
      const name = draw(tries);
      if (this.#made.has(name)) continue;
      this.#made.add(name);
      return name;
    }
  }

  #short(tries: number): string {
    const { ofHosts, common, label } = this.#style.short;
    const chance = tries > 2 ? 1 : this.#random.next();
    if (chance < common) return this.#random.pick(COMMON_SHORT_NAMES);
    if (chance < common + ofHosts) return this.#firstLabel();
    return this.#label(label, tries);
  }

  /** The first label of a host that is in use; of a new host where none waits. */
  #firstLabel(): string {
    if (this.#hosts.length === 0) return firstLabelOf(this.#newHost());
    const at = this.#random.integer(this.#hosts.length);
    const [label = ''] = this.#hosts.splice(at, 1, this.#hosts[this.#hosts.length - 1] as string);
    this.#hosts.pop();
    return label;
  }

  #long(tries: number): string {
    const kind = NAME_KINDS[drawShare(this.#style.kinds, this.#random)] ?? 'public';
    switch (kind) {
      case 'public':
        return this.#public.draw();
      case 'internal': {
        const name = this.#internal.draw();
        if (!this.#made.has(name)) this.#noteHost(name);
        return name;
      }
      case 'service':
        return this.#service(tries);
      default:
        return reverseName(this.#address(kind === 'reverse6'));
    }
  }

  #noteHost(name: string): void {
    if (name.endsWith(`.${this.domain()}`)) this.#hosts.push(firstLabelOf(name));
  }

  #service(tries: number): string {
    const at = drawShare(this.#style.services, this.#random);
    const template = SERVICE_TEMPLATES[at] ?? SERVICE_TEMPLATES[0] ?? '';
    const isRare = tries > 2;
    const site = isRare ? `${this.#words.word(6, this.#random)}-site` : FIRST_SITE;
    const domain = isRare ? this.#newHost() : this.domain();
    return template
      .replace('{site}', site)
      .replace('{domain}', domain)
      .replace('{host}', () => this.#newHost());
  }

  #address(isSix: boolean): string {
    const own = this.#options.address?.(isSix);
    if (own !== undefined) return own;
    const octet = () => this.#random.integer(256);
    const word = () => this.#random.integer(0x10000).toString(16);
    return isSix
      ? `fd00:${word()}:${word()}:${word()}:${word()}:${word()}:${word()}:${word()}`
      : `10.${octet()}.${octet()}.${octet()}`;
  }

  #newHost(): string {
    return this.#internal.below(this.domain(), this.#style.host);
  }

  #anyHost(): string {
    return this.#hosts.length > 0 ? this.#random.pick(this.#hosts) : firstLabelOf(this.#newHost());
  }

  #bareAccount(tries: number): string {
    const name = this.#accountName(false, tries);
    const isMail = !name.endsWith('$') && this.#random.next() < this.#style.accounts.mailForm;
    return isMail ? `${name}@${this.domain()}` : name;
  }

  #systemAccount(): string {
    const number = String(this.#random.integer(10));
    return this.#random.pick(SYSTEM_ACCOUNTS).replace('{n}', number);
  }

  #accountName(isLocal: boolean, tries: number): string {
    const { kinds, person } = this.#style.accounts;
    const kind = ACCOUNT_KINDS[drawShare(kinds, this.#random)] ?? 'person';
    if (kind === 'machine' && !isLocal) return `${netbios(this.#anyHost())}$`;
    if (kind !== 'service') return this.#label(person, tries);
    return `${this.#random.pick(SERVICE_PREFIXES)}${this.#words.word(5, this.#random)}`;
  }

  #label(law: LabelLaw, tries: number): string {
    const label = makeLabel(law, drawShape(law, this.#random), this.#words, this.#random);
    return tries < 6 ? label : `${label}${this.#random.integer(10 ** Math.min(9, tries - 4))}`;
  }
}

function firstLabelOf(name: string): string {
  return name.split('.')[0] ?? name;
}

function netbios(name: string): string {
  return firstLabelOf(name).slice(0, 15).toUpperCase();
}
