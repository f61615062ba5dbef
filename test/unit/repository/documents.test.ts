import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { globSync } from 'tinyglobby';
import { EXIT } from '../../../engine/cli/exit.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;
const README = read('README.md');

describe('documents', () => {
  const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).sort();

  for (const page of pages) {
    it(`should link from ${page} to files that exist`, () => {
      const links = [...read(page).matchAll(/\]\(([^)#]+)(#[^)]*)?\)/g)].map(([, to]) => to ?? '');

      const dead = links
        .filter((to) => !/^https?:/.test(to))
        .filter((to) => !existsSync(join(ROOT, dirname(page), to)));

      expect(dead).to.deep.equal([]);
    });
  }

  it('should tell every verb in the README, and no other', () => {
    const table = section(README, '## Verbs');

    const told = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell]) =>
      [...(cell ?? '').matchAll(/`([a-z-]+)/g)].map(([, verb]) => verb ?? ''),
    );

    const actions = ['restore', 'diff'];
    const verbs = globSync('engine/cli/commands/*.ts', { cwd: ROOT }).flatMap((file) =>
      [...read(file).matchAll(/^ {2}name: '([a-z-]+)',$/gm)].map(([, verb]) => verb ?? ''),
    );
    expect([...new Set(told)].sort()).to.deep.equal([...verbs, ...actions].sort());
  });

  it('should tell every exit code in the README, and no other', () => {
    const told = [...section(README, '## Exit codes').matchAll(/^\| (\d+) \|/gm)];

    const codes = Object.values(EXIT).map(Number);
    expect(told.map(([, code]) => Number(code))).to.deep.equal(codes.sort((a, b) => a - b));
  });

  it('should tell every shipped scenario in the README', () => {
    const names = readdirSync(join(ROOT, 'scenarios'))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => name.replace('.yaml', '').replace('netflow', ''));

    for (const name of names) expect(README).to.include(name);
  });

  it('should number decisions without gaps and say context, choice and cost in each', () => {
    const names = readdirSync(join(ROOT, 'docs', 'decisions')).sort();

    names.forEach((name, index) => {
      const text = read(join('docs', 'decisions', name));
      expect(name).to.match(new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
      expect(text.startsWith(`# ${index + 1}. `), name).to.equal(true);
      expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).to.deep.equal([
        'Context',
        'Choice',
        'What we gave up',
      ]);
    });
  });

  it('should define each word of the vocabulary once', () => {
    const words = [...read('docs/vocabulary.md').matchAll(/^\| (.+?) \|/gm)]
      .flatMap(([, cell]) => (cell ?? '').split(', '))
      .filter((word) => word !== 'word' && !word.startsWith('---'));

    expect(words).to.have.length.above(60);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).to.deep.equal([]);
  });
});

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** A heading's text, up to the next heading of its level. */
function section(text: string, heading: string): string {
  const start = text.indexOf(`${heading}\n`);
  const end = text.indexOf('\n## ', start + 1);
  return text.slice(start, end < 0 ? undefined : end);
}
