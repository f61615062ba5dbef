import type { Random } from '../core/random.ts';
import { AddressMaker } from '../subjects/address-space.ts';
import { NameMaker } from '../subjects/fresh-names.ts';
import type { DomainStory, Story } from './story.ts';

/** Makes the names of all domains of a world, each once. */
export class WorldNames {
  readonly #addresses: AddressMaker;
  readonly #names: NameMaker;
  /** Addresses made so far, those of IPv4 and of IPv6. */
  readonly #made: readonly [string[], string[]] = [[], []];

  constructor(story: Story, random: Random) {
    const taken = story.domains.flatMap((one) => one.literals);
    const reverse = random.split('reverse');
    const address = (isSix: boolean) => {
      const known = this.#made[isSix ? 1 : 0];
      return known.length === 0 ? undefined : reverse.pick(known);
    };
    this.#addresses = new AddressMaker(story.addresses, random.split('address'), taken);
    const options = { address, taken };
    this.#names = new NameMaker(story.names, story.words, random.split('name'), options);
  }

  /** The realm of the site's accounts. */
  get realm(): string {
    return this.#names.realm();
  }

  /** A new name of a scope of its domain that subjects meet. */
  met({ sort }: DomainStory, scope: number, token: number): string {
    switch (sort) {
      case 'address':
        return this.#address(scope);
      case 'fqdn':
        return this.#names.make(scope === 0);
      case 'user':
        return this.#names.account(scope === 1);
      case 'label':
        return `label-${token + 1}`;
      default:
        return String(token + 1);
    }
  }

  /** A new name of a subject's own: a host of the site where it is a domain name. */
  own(domain: DomainStory, scope: number, token: number): string {
    const isHost = domain.sort === 'fqdn' && scope !== 0;
    return isHost ? this.#names.host() : this.met(domain, scope, token);
  }

  #address(scope: number): string {
    const address = this.#addresses.make(scope);
    this.#made[address.includes(':') ? 1 : 0].push(address);
    return address;
  }
}
