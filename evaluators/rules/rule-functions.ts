import ipaddr from 'ipaddr.js';
import { RE2JS } from 're2js';
import type { Value } from '../../engine/core/row.ts';
import { formOf, NO_FORM } from '../text/text-form.ts';
import { ipv4Number, ipv4Span } from './ipv4-network.ts';

/** What a value of a condition is; `any` where only the data will tell. */
export type ValueType = 'number' | 'text' | 'boolean' | 'any';

/** A function that conditions may call; it is never called with a missing value. */
export interface RuleFunction {
  readonly parameters: readonly ValueType[];
  /** True if the last parameter may be given any number of times. */
  readonly repeats?: boolean;
  readonly result: ValueType;
  /** Positions of operands that must stand in the text itself, because they are prepared once. */
  readonly constants?: readonly number[];
  /**
   * Prepares the function for its constant operands.
   *
   * @throws Error with a reason if a constant operand cannot be used
   */
  readonly prepare: (constants: readonly Value[]) => (...values: Value[]) => Value;
}

const MOST_REMEMBERED = 20_000;
const GUID = /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i;
const WINDOWS_FORMS: readonly string[] = ['drive', 'device', 'share', 'variable', 'named'];

/** All functions by name. */
export const RULE_FUNCTIONS: Readonly<Record<string, RuleFunction>> = {
  startsWith: ofTexts(['text', 'text'], (text, start) => text.startsWith(start)),
  endsWith: ofTexts(['text', 'text'], (text, end) => text.endsWith(end)),
  contains: ofTexts(['text', 'text'], (text, part) => text.includes(part)),
  matches: {
    parameters: ['text', 'text'],
    result: 'boolean',
    constants: [1],
    prepare: ([, pattern]) => {
      const compiled = RE2JS.compile(String(pattern));
      return remembered((text) => compiled.test(String(text)));
    },
  },
  length: { ...simple(['text'], (text) => String(text).length), result: 'number' },
  lower: { ...simple(['text'], (text) => String(text).toLowerCase()), result: 'text' },
  family: { ...simple(['text'], (address) => familyOf(String(address))), result: 'number' },
  inNetwork: {
    parameters: ['text', 'text'],
    result: 'boolean',
    constants: [1],
    prepare: ([, network]) => inNetwork(String(network)),
  },
  isGuid: ofTexts(['text'], (text) => GUID.test(text)),
  isWindowsPath: ofTexts(['text'], (text) => WINDOWS_FORMS.includes(formOf(text, 'path'))),
  isPath: ofTexts(['text'], (text) => formOf(text, 'path') !== NO_FORM),
  isHostName: ofTexts(['text'], (text) => formOf(text, 'fqdn') !== NO_FORM),
  abs: { ...simple(['number'], (value) => Math.abs(Number(value))), result: 'number' },
  min: {
    ...simple(['number'], (...values) => Math.min(...(values as number[]))),
    repeats: true,
    result: 'number',
  },
  max: {
    ...simple(['number'], (...values) => Math.max(...(values as number[]))),
    repeats: true,
    result: 'number',
  },
};

function simple(
  parameters: readonly ValueType[],
  compute: (...values: Value[]) => Value,
): Omit<RuleFunction, 'result'> {
  return { parameters, prepare: () => compute };
}

function ofTexts(
  parameters: readonly ValueType[],
  test: (...texts: string[]) => boolean,
): RuleFunction {
  const compute = (...values: Value[]) => test(...(values as string[]));
  const isSingle = parameters.length === 1;
  return {
    parameters,
    result: 'boolean',
    prepare: () => (isSingle ? remembered(compute) : compute),
  };
}

/** Keeps answers, because columns repeat their values; forgets all when there are too many. */
function remembered(test: (value: Value) => Value): (value: Value) => Value {
  const answers = new Map<Value, Value>();
  return (value) => {
    const known = answers.get(value);
    if (known !== undefined) return known;
    if (answers.size >= MOST_REMEMBERED) answers.clear();
    const answer = test(value);
    answers.set(value, answer);
    return answer;
  };
}

/** 4 or 6, missing where the text is no address. */
function familyOf(address: string): Value {
  if (address.includes(':')) return 6;
  return address.includes('.') ? 4 : null;
}

/** Whether an address lies in a network; missing where it is none, false in the other family. */
function inNetwork(network: string): (address: Value) => Value {
  const [base, bits] = ipaddr.parseCIDR(network);
  const slow = remembered((address) => isWithin(String(address), base, bits));
  if (base.kind() === 'ipv6') {
    return (address) => (ipv4Number(address as string) >= 0 ? false : slow(address));
  }
  const [first, last] = ipv4Span(base.toString(), bits);
  return (address) => {
    const number = ipv4Number(address as string);
    return number < 0 ? slow(address) : number >= first && number <= last;
  };
}

function isWithin(address: string, base: ipaddr.IPv4 | ipaddr.IPv6, bits: number): Value {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  return parsed.kind() === base.kind() && parsed.match(base, bits);
}
