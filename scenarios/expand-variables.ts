import { resolve } from 'node:path';
import { escapePath } from 'tinyglobby';

/** Environment variables, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A text with its variables filled in, and what could not be. */
export interface Expansion {
  readonly text: string;
  /** Names of variables without a value. */
  readonly unset: readonly string[];
  /** References that are not of the form `${NAME}` or `${NAME:-else}`. */
  readonly malformed: readonly string[];
}

const REFERENCE = /\$\{([^}]*)(\}?)/g;
const INSIDE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Fills in `${NAME}` and `${NAME:-else}` of a path; an empty variable counts as unset.
 *
 * What comes from the environment is taken literally (its `*` and `[` match only themselves), and
 * where it opens a relative path it starts at the working directory, as any shell user expects.
 */
export function expandPath(
  text: string,
  environment: Environment,
  workingDirectory: string,
): Expansion {
  return expand(text, environment, (value, offset) =>
    escapePath(offset === 0 ? resolve(workingDirectory, value) : value),
  );
}

/** Fills in the variables of a text that is no path. */
export function expandText(text: string, environment: Environment): Expansion {
  return expand(text, environment, (value) => value);
}

function expand(
  text: string,
  environment: Environment,
  write: (value: string, offset: number) => string,
): Expansion {
  const unset: string[] = [];
  const malformed: string[] = [];
  const fill = (whole: string, inside: string, closed: string, offset: number) => {
    const [, name, otherwise] = (closed && INSIDE.exec(inside)) || [];
    if (name === undefined) {
      malformed.push(whole);
      return whole;
    }
    const value = environment[name];
    if (value) return write(value, offset);
    if (otherwise === undefined) unset.push(name);
    return otherwise ?? whole;
  };
  return { text: text.replace(REFERENCE, fill), unset, malformed };
}
