import type { TextKind } from './text-columns.ts';

/** Name of the form of a text that no grammar of its kind takes. */
export const NO_FORM = 'invalid';

const FILE_PART = '[^\\\\/:*?"<>|\\u0000-\\u001f]+';

/** Forms of a path, the first that fits; Windows file names, registry keys, pipes, devices. */
const PATH_FORMS: readonly (readonly [string, RegExp])[] = [
  ['registry', /^(?:HK(?:LM|U|CU|CR|CC)|HKEY_[A-Z_]+|\\REGISTRY)(?:\\[^\\]*)*$/i],
  ['drive', new RegExp(`^[a-z]:\\\\(?:${FILE_PART}\\\\)*(?:${FILE_PART}(?::[^\\\\/:]+)*)?$`, 'iu')],
  ['device', /^\\(?:\\[.?]|\?\?|Device|SystemRoot|GLOBAL\?\?)\\[^"<>|*]+$/i],
  ['share', new RegExp(`^\\\\\\\\${FILE_PART}(?:\\\\${FILE_PART})+\\\\?$`, 'u')],
  ['pipe', /^(?:\\[^\\:"<>|*?]+(?:\\[^\\:"<>|*?]+)*|<Anonymous Pipe>)$/u],
  ['variable', /^%[\w()]+%(?:\\[^\\/:*?"<>|]+)*\\?$/u],
  ['unix', /^\/(?:[^/]+\/)*[^/]*$/u],
  ['named', /^(?:System|Registry|MemCompression|Idle|<unknown process>)$/i],
];

const LABEL = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;
const ACCOUNT = /^[^"/\\[\]:;|=,+*?<>@]{1,104}$/u;

/**
 * The form of a text by the grammar of its kind, `invalid` where it has none.
 *
 * Names keep RFC 1123 (with the underscores of RFC 2782 and a last label that is no number);
 * accounts are `DOMAIN\name`, `name@domain` or `name`; free text has no grammar.
 */
export function formOf(text: string, kind: TextKind): string {
  switch (kind) {
    case 'path':
      return PATH_FORMS.find(([, pattern]) => pattern.test(text))?.[0] ?? NO_FORM;
    case 'fqdn':
      return nameForm(text);
    case 'user':
      return accountForm(text);
    default:
      return text === '' ? NO_FORM : 'text';
  }
}

function nameForm(name: string): string {
  const labels = name.split('.');
  const valid =
    name.length <= 253 &&
    labels.every((one) => LABEL.test(one)) &&
    !/^\d+$/.test(labels.at(-1) ?? '');
  if (!valid) return NO_FORM;
  if (labels.some((one) => one.startsWith('_'))) return 'service';
  return labels.length === 1 ? 'single label' : 'name';
}

function accountForm(account: string): string {
  const [first = '', second, ...more] = account.split('\\');
  if (second !== undefined) {
    return more.length === 0 && ACCOUNT.test(first) && ACCOUNT.test(second) ? 'domain' : NO_FORM;
  }
  const [name = '', domain, ...rest] = account.split('@');
  if (domain !== undefined) {
    return rest.length === 0 && ACCOUNT.test(name) && nameForm(domain) !== NO_FORM
      ? 'mail'
      : NO_FORM;
  }
  return ACCOUNT.test(account) ? 'plain' : NO_FORM;
}
