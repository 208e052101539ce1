import type { RawAnswer } from '../../../fakes/raw-server.ts';
import type { Encoded, Sent } from './framed.ts';

/** An answer with something wrong, or odd, about it. */
export type WireCase = {
  what: string;
  /** The answer to whoever asks for that file. */
  answer(file: Sent): RawAnswer;
  /** The file's encoding that the case is about; both where there is none. */
  only?: Encoded;
  /** How a fetch of it ends: `landed`, then byte for byte, or an error's name; where paths differ, each. */
  ends: string | { standard: string; direct: string };
};
