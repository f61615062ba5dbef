import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createRandom } from '../../../engine/core/random.ts';
import { learnNameStyle, NameMaker } from '../../../engine/subjects/fresh-names.ts';
import { freshVocabulary } from '../../../engine/subjects/fresh-words.ts';
import { nameParts } from '../../../engine/subjects/name-parts.ts';

const WORDS = freshVocabulary(300, createRandom(9), () => false);

describe('NameMaker', () => {
  const style = learnNameStyle(['ws1', 'a.corp.local', 'b.corp.local', 'www.shop.com']);

  it('should make each name once, with labels as the real ones have', () => {
    const maker = new NameMaker(style, ['bano', 'kelu', 'sitra'], createRandom(1));

    const names = Array.from({ length: 200 }, () => maker.make(false));

    expect(new Set(names).size).to.equal(200);
    for (const name of names) expect(name).to.match(/^[a-z0-9]+(\.[a-z0-9]+)+$/);
    for (const word of ['corp', 'shop', 'ws1']) expect(names.join()).to.not.include(word);
  });

  it('should make short names and accounts with a realm', () => {
    const maker = new NameMaker(style, ['bano', 'kelu', 'sitra'], createRandom(2));

    expect(maker.make(true)).to.match(/^[a-z0-9]+$/);
    expect(maker.account(true)).to.match(/^[A-Z]+\\[a-z0-9]+$/);
  });

  it('should let names share domains, suffixes and shapes as the real ones do', () => {
    const real = Array.from({ length: 300 }, (_, at) =>
      at % 3 === 0 ? `e${at}.g.farm.net` : `www.${'abcdefghij'[at % 10]}shop${at}.co.uk`,
    );
    const maker = new NameMaker(learnNameStyle(real), WORDS, createRandom(3));

    const made = Array.from({ length: 300 }, () => nameParts(maker.make(false)));

    const farm = made.filter(({ suffix }) => suffix === 'net');
    const shops = made.filter(({ suffix }) => suffix === 'co.uk');
    expect(shops.length / 300).to.be.closeTo(2 / 3, 0.34);
    expect(farm.length + shops.length).to.be.above(280);
    expect(made.filter(({ labels }) => labels.includes('www')).length).to.be.above(100);
    expect(made.filter(({ labels }) => /^[a-z]\d+$/.test(labels[0] ?? '')).length).to.be.above(40);
    expect(new Set(made.map(({ stem }) => stem)).size).to.be.within(100, 290);
  });

  it('should keep no suffix that somebody made up', () => {
    const own = Array.from({ length: 20 }, (_, at) => `station${at}.acmecorp`);

    const kept = JSON.stringify(learnNameStyle(own));

    expect(kept).to.not.include('acme').and.not.include('station');
  });

  it('should give the hosts of the site one domain, short names and machine accounts', () => {
    const real = Array.from({ length: 40 }, (_, at) => [
      `ws${at}.site.local`,
      `ws${at}`,
      `_ldap._tcp.dc._msdcs.site${at % 2}.local`,
    ]).flat();
    const users = Array.from({ length: 20 }, (_, at) => `SITE\\WS${at}$`);
    const maker = new NameMaker(learnNameStyle(real, { users }), WORDS, createRandom(4));

    const hosts = Array.from({ length: 20 }, () => maker.host());
    const short = Array.from({ length: 10 }, () => maker.make(true));
    const [account] = [maker.account(true)];

    const domain = maker.domain();
    expect(hosts.every((one) => one.endsWith(`.${domain}`))).to.equal(true);
    const labels = hosts.map((one) => one.split('.')[0]);
    expect(short.every((one) => labels.includes(one))).to.equal(true);
    expect(maker.realm()).to.equal(domain.split('.')[0]?.slice(0, 15).toUpperCase());
    expect(account?.startsWith(`${maker.realm()}\\`)).to.equal(true);
    const machines = hosts.map((one) => maker.machineAccount(one, true));
    expect(machines).to.include(account);
  });

  it('should write reverse names from the addresses that it is given', () => {
    const real = Array.from({ length: 10 }, (_, at) => `${at}.0.0.10.in-addr.arpa`);
    const addresses = ['10.9.8.2', '10.9.8.1'];
    const address = () => addresses.pop() ?? '10.9.9.9';
    const maker = new NameMaker(learnNameStyle(real), WORDS, createRandom(5), { address });

    expect(maker.make(false)).to.equal('1.8.9.10.in-addr.arpa');
    expect(maker.make(false)).to.equal('2.8.9.10.in-addr.arpa');
  });

  it('should leave out names that are taken', () => {
    const maker = () => new NameMaker(style, WORDS, createRandom(6));
    const first = maker().make(false);

    const other = new NameMaker(style, WORDS, createRandom(6), { taken: [first] }).make(false);

    expect(other).to.not.equal(first);
  });

  it('should take names of any sort, and make names of them that a resolver takes', () => {
    const odd = [
      '',
      '.',
      'A B',
      'WS-9',
      'änne.bücher.de',
      '*.x.com',
      '10.0.0.1',
      'a..b',
      '-',
      '=x',
    ];
    const maker = new NameMaker(learnNameStyle(odd, { k: 1 }), WORDS, createRandom(7));

    const made = Array.from({ length: 300 }, (_, at) => maker.make(at % 2 === 0));

    expect(new Set(made).size).to.equal(300);
    for (const name of made) expect(name).to.match(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/);
  });

  it('should make system accounts only where the data has numbered ones', () => {
    const style = (users: string[]) => learnNameStyle(['a.b.local'], { users });
    const account = (users: string[]) =>
      new NameMaker(style(users), WORDS, createRandom(8)).account(true);

    expect(account(['Font Driver Host\\UMFD-0'])).to.match(/^(Font Driver Host|Window Manager)/);
    expect(account(['NT AUTHORITY\\SYSTEM', 'CORP\\joe', 'CORP\\ann'])).to.match(
      /^[A-Z]+\\[a-z]+$/,
    );
  });
});
