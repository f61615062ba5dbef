import type { GuessingAttack } from './level-study.ts';
import type { MembershipAttack } from './membership-attacks.ts';

/** What an attack is called, and what it tries, in words that need no statistics. */
export interface AttackWords {
  readonly name: string;
  readonly tries: string;
}

export const MEMBERSHIP_WORDS: Readonly<Record<MembershipAttack, AttackWords>> = {
  density: {
    name: 'membership by density',
    tries: 'tell who was in training: the release is denser around them than other real data are',
  },
  distance: {
    name: 'membership by distance',
    tries: 'tell who was in training: something in the release is close to them',
  },
  pooled: {
    name: 'membership by all rows of a subject',
    tries: 'tell who was in training from all rows of theirs that are known',
  },
};

export const GUESSING_WORDS: Readonly<Record<GuessingAttack, AttackWords>> = {
  'singling-out-one': {
    name: 'singling out by one column',
    tries: 'describe by one unusual value somebody who exists exactly once',
  },
  'singling-out-three': {
    name: 'singling out by three columns',
    tries: 'describe by three values somebody who exists exactly once',
  },
  linkability: {
    name: 'linkability',
    tries: 'tie two halves of what is known to the same person',
  },
  inference: {
    name: 'inference',
    tries: 'guess one unknown value of somebody of whom all else is known',
  },
};
