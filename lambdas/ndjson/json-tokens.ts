/**
 * A token of JSON (RFC 8259): a structural character, a string, or a scalar, which is a number, true,
 * false or null. `text`: of a string, with its escapes, up to KEPT_TEXT bytes.
 */
export type Token = {
  kind: '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'scalar';
  text: string;
};

/** Splits JSON that comes in pieces into tokens. */
export type JsonTokens = {
  add(piece: Buffer): void;
  /** Whether all of it was valid tokens. */
  end(): boolean;
};

/** Longer than any key or resource type that is compared, and than any number. */
const KEPT_TEXT = 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SCALAR = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const BETWEEN = new Set<number>(Buffer.from(' \t\r\n'));
const STRUCTURAL = new Map(
  (['{', '}', '[', ']', ':', ','] as const).map((kind) => [kind.charCodeAt(0), kind]),
);
const ESCAPED = new Set<number>(Buffer.from('"\\/bfnrtu'));
const HEX = new Set<number>(Buffer.from('0123456789abcdefABCDEF'));

type State = 'between' | 'string' | 'escape' | 'hex' | 'scalar' | 'wrong';

/** Calls `take` with every token. */
export function jsonTokens(take: (token: Token) => void): JsonTokens {
  let state: State = 'between';
  let text = '';
  let hexLeft = 0;

  const endScalar = () => {
    state = SCALAR.test(text) ? 'between' : 'wrong';
    take({ kind: 'scalar', text });
  };
  /** Each reads from `at`, and gives where the next state begins. */
  const read: Record<State, (piece: Buffer, at: number) => number> = {
    between(piece, at) {
      const byte = piece[at] ?? 0;
      const kind = STRUCTURAL.get(byte);
      if (kind) take({ kind, text: '' });
      if (kind || BETWEEN.has(byte)) return at + 1;
      text = '';
      state = byte === QUOTE ? 'string' : 'scalar';
      return byte === QUOTE ? at + 1 : at;
    },
    string(piece, at) {
      const to = endOfPlain(piece, at);
      keep(piece, at, to);
      if (to === piece.length) return to;
      state = afterPlain(piece[to]);
      if (state === 'between') take({ kind: 'string', text });
      else keep(piece, to, to + 1);
      return to + 1;
    },
    escape(piece, at) {
      keep(piece, at, at + 1);
      const byte = piece[at] ?? 0;
      hexLeft = 4;
      state = byte === 0x75 ? 'hex' : ESCAPED.has(byte) ? 'string' : 'wrong';
      return at + 1;
    },
    hex(piece, at) {
      keep(piece, at, at + 1);
      hexLeft -= 1;
      if (!HEX.has(piece[at] ?? 0)) state = 'wrong';
      else if (hexLeft === 0) state = 'string';
      return at + 1;
    },
    scalar(piece, at) {
      const byte = piece[at] ?? 0;
      if (STRUCTURAL.has(byte) || BETWEEN.has(byte)) {
        endScalar();
        return at;
      }
      if (text.length === KEPT_TEXT) state = 'wrong';
      keep(piece, at, at + 1);
      return at + 1;
    },
    wrong: (piece) => piece.length,
  };
  const keep = (piece: Buffer, from: number, to: number) => {
    const room = KEPT_TEXT - text.length;
    if (room > 0) text += piece.toString('latin1', from, Math.min(to, from + room));
  };
  return {
    add(piece) {
      for (let at = 0; at < piece.length; ) at = read[state](piece, at);
    },
    end() {
      if (state === 'scalar') endScalar();
      return state === 'between';
    },
  };
}

/** Where a string ends or has an escape; most of a long line is read here. */
function endOfPlain(piece: Buffer, from: number): number {
  let at = from;
  for (; at < piece.length; at += 1) {
    const byte = piece[at] ?? 0;
    if (byte === QUOTE || byte === BACKSLASH || byte < 0x20) break;
  }
  return at;
}

function afterPlain(byte: number | undefined): State {
  if (byte === QUOTE) return 'between';
  return byte === BACKSLASH ? 'escape' : 'wrong';
}
