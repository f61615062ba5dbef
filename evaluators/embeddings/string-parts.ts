const ROOTED_PATH = /^(?:[a-z]:[\\/]|[\\/]|hk[a-z_]+\\|%[^%]+%|~[\\/])/;
const DOMAIN_NAME = /^(?=.*[a-z])[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/;
const DEEPEST = 12;

/**
 * What the structure of a lower-case text names: for a path its directories from the root, its file
 * name and extension; for a domain name its suffixes from the right. Empty for other texts.
 */
export function partsOf(text: string): readonly string[] {
  if (ROOTED_PATH.test(text)) return pathParts(text);
  return DOMAIN_NAME.test(text) ? domainParts(text) : [];
}

function pathParts(path: string): readonly string[] {
  const steps = path.split(/[\\/]+/).filter((step) => step !== '');
  const file = steps.at(-1) ?? '';
  const dot = file.lastIndexOf('.');
  return [
    ...prefixes(steps.slice(0, -1)).map((directory) => `directory ${directory}`),
    `file ${file}`,
    `extension ${dot > 0 ? file.slice(dot + 1) : ''}`,
  ];
}

function domainParts(name: string): readonly string[] {
  return prefixes(name.split('.').reverse()).map((suffix) => `suffix ${suffix}`);
}

function prefixes(steps: readonly string[]): readonly string[] {
  return steps.slice(0, DEEPEST).map((_, at) => steps.slice(0, at + 1).join('/'));
}
