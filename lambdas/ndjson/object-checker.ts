import { jsonOrNothing } from '../runtime/json.ts';
import { jsonTokens, type Token } from './json-tokens.ts';

/** What a line is: its type is undefined where it names none. */
type Proved =
  | { kind: 'blank' }
  | { kind: 'other' }
  | { kind: 'object'; resourceType: string | undefined };

/** Whether JSON that comes in pieces is an object, and of what type; nothing of it is kept. */
export type ObjectChecker = { add(piece: Buffer): void; end(): Proved };

/** What may come next, and by which tokens. */
const NEXT = {
  root: ['{'],
  'first key': ['string', '}'],
  key: ['string'],
  colon: [':'],
  value: ['string', 'scalar', '{', '['],
  'first item': ['string', 'scalar', '{', '[', ']'],
  'end of member': [',', '}'],
  'end of item': [',', ']'],
  nothing: [],
} satisfies Record<string, Token['kind'][]>;
type Expected = keyof typeof NEXT;

/** FHIR nests some ten deep; without a limit a line of brackets would grow the memory. */
const MAX_DEPTH = 10_000;

export function objectChecker(): ObjectChecker {
  let expected: Expected | 'wrong' = 'root';
  const open: ('{' | '[')[] = [];
  let key = '';
  let resourceType: string | undefined;

  const afterValue = (): Expected => {
    const around = open.at(-1);
    if (!around) return 'nothing';
    return around === '{' ? 'end of member' : 'end of item';
  };
  /** As for JSON.parse, the last of several counts. */
  const noteType = ({ kind, text }: Token) => {
    if (open.length !== 1 || written(key) !== 'resourceType') return;
    const value = kind === 'string' ? written(text) : undefined;
    resourceType = typeof value === 'string' ? value : undefined;
  };
  const takeValue = (token: Token): Expected => {
    noteType(token);
    if (token.kind !== '{' && token.kind !== '[') return afterValue();
    open.push(token.kind);
    return token.kind === '{' ? 'first key' : 'first item';
  };
  const after = (token: Token, now: Expected): Expected => {
    if (token.kind === ':') return 'value';
    if (token.kind === ',') return open.at(-1) === '{' ? 'key' : 'value';
    if (token.kind === '}' || token.kind === ']') {
      open.pop();
      return afterValue();
    }
    if (now !== 'key' && now !== 'first key') return takeValue(token);
    key = token.text;
    return 'colon';
  };
  const tokens = jsonTokens((token) => {
    if (expected === 'wrong') return;
    const allowed: readonly Token['kind'][] = NEXT[expected];
    const isRight = allowed.includes(token.kind) && open.length < MAX_DEPTH;
    expected = isRight ? after(token, expected) : 'wrong';
  });
  return {
    add: tokens.add,
    end() {
      if (!tokens.end()) return { kind: 'other' };
      if (expected === 'root') return { kind: 'blank' };
      return expected === 'nothing' ? { kind: 'object', resourceType } : { kind: 'other' };
    },
  };
}

/** The string that stands so in JSON. */
const written = (text: string): unknown => jsonOrNothing(`"${text}"`);
