import { tryParseJson } from '../runtime/json.ts';
import { jsonTokens, type Token } from './json-tokens.ts';

/** What a line is; `resourceType` undefined: it has none. */
type LineKind =
  | { kind: 'blank' }
  | { kind: 'other' }
  | { kind: 'object'; resourceType: string | undefined };

/** Whether JSON that comes in pieces is an object, and of what type; the JSON is not kept. */
export type ObjectChecker = { add(piece: Buffer): void; end(): LineKind };

/** The tokens that may come next, by what is expected. */
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

/** FHIR nests some ten deep; a limit keeps a line of brackets from filling the memory. */
const MAX_DEPTH = 10_000;

export function objectChecker(): ObjectChecker {
  let expected: Expected | 'wrong' = 'root';
  const open: ('{' | '[')[] = [];
  let key = '';
  let resourceType: string | undefined;

  const afterValue = (): Expected => {
    const parent = open.at(-1);
    if (!parent) return 'nothing';
    return parent === '{' ? 'end of member' : 'end of item';
  };
  /** The last of several counts, as for JSON.parse. */
  const noteType = ({ kind, text }: Token) => {
    if (open.length !== 1 || stringOf(key) !== 'resourceType') return;
    const value = kind === 'string' ? stringOf(text) : undefined;
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

/** The value of a JSON string. */
const stringOf = (text: string): unknown => tryParseJson(`"${text}"`);
