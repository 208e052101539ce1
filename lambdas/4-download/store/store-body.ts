import { pipeBody } from '../../http/body.ts';
import { type Body, ConnectionFailed, type Sink } from '../../http/http.ts';
import type { OpenFile } from '../../lake/open-file.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Tallied } from '../../ndjson/tally.ts';
import { FileNotNdjson, FileTruncated } from '../../runtime/errors.ts';
import { FileCut, TimeUp } from './errors.ts';
import { type Passed, skipping } from './resume-point.ts';

/** What came: bytes of the content, and of its encoding where it had one. */
export type Came = Tallied & { bytes: number; encodedBytes?: number };

type Without<Of, Field extends string> = Of extends unknown ? Omit<Of, Field> : never;
/** How another call is to go on. */
export type Paused = Without<OpenFile, 'index' | 'etag'>;

/** One way to bring a file into the bucket. Nothing of it can be read before `finish`. */
export type Landing<Objects extends StoredObject[] = StoredObject[]> = {
  /** Takes what comes, and throws TimeUp where `pause` would do and the call should end. */
  sink: Sink;
  /** Proves the end of what came. Throws FileTruncated, FileNotNdjson. */
  end(): Promise<Came>;
  /** Makes the objects. */
  finish(came: Came): Promise<Objects>;
  /** Leaves the file so that another call can go on; null where it could not. Throws FileRefused. */
  pause(): Promise<Paused | null>;
  /** Gives up what was stored. */
  abort(): Promise<void>;
};

/** What landed; or how far it came before the time was up, or before it was cut short. */
export type Landed =
  | { kind: 'landed'; came: Came; objects: StoredObject[] }
  | { kind: 'paused'; at: Paused }
  | { kind: 'cut'; at: Paused; cut: FileTruncated };

type Coming = {
  content: Body;
  /** Stored already, and comes again before the rest. */
  skip?: Passed | undefined;
  /** Throws FileTruncated for what came whole and is not what was promised. */
  check?(came: Came): void;
};

/** Whether the rest can be asked for of what is cut short; `from` is where it began, if not at the beginning. */
export type OnCut = { kind: 'begin again' } | { kind: 'go on'; from: Paused | undefined };

/**
 * Pours what comes into its landing, as far as there is time. Its objects exist once all of it has come
 * and has been looked at; a content that is refused leaves nothing. Throws FileTruncated where it is cut
 * short and has to begin again (D1), FileNotNdjson, and what the landing and storage throw.
 */
export async function land(coming: Coming, landing: Landing, onCut: OnCut): Promise<Landed> {
  try {
    return { kind: 'landed', ...(await poured(coming, landing)) };
  } catch (error) {
    const goesOn = onCut.kind === 'go on' && error instanceof ConnectionFailed;
    const further = goesOn || error instanceof TimeUp ? await landing.pause() : null;
    const at = further ?? (goesOn && onCut.from);
    if (!at) throw await givenUp(error, landing);
    return goesOn ? { kind: 'cut', at, cut: cutShort(error, further) } : { kind: 'paused', at };
  }
}

const cutShort = (cause: unknown, further: Paused | null): FileTruncated =>
  further ? new FileCut(CUT, { cause }) : new FileTruncated(CUT, { cause });

/** As {@link land}, for what lands in one call. Throws TimeUp as well, if the landing does. */
export async function landWhole<Objects extends StoredObject[]>(
  coming: Coming,
  landing: Landing<Objects>,
): Promise<{ came: Came; objects: Objects }> {
  try {
    return await poured(coming, landing);
  } catch (error) {
    throw await givenUp(error, landing);
  }
}

async function poured<Objects extends StoredObject[]>(
  { content, skip, check }: Coming,
  landing: Landing<Objects>,
): Promise<{ came: Came; objects: Objects }> {
  const passing = skip && skipping(skip, landing.sink);
  await pipeBody(content, passing ?? landing.sink);
  passing?.end();
  const came = await landing.end();
  check?.(came);
  return { came, objects: await landing.finish(came) };
}

/** What to throw for what ended a landing, of which nothing is left where its content is to blame. */
async function givenUp(error: unknown, landing: Landing): Promise<unknown> {
  const refused = refusalOf(error);
  // What storage refused to take just now, the next call may bring to its end.
  if (refused) await landing.abort();
  return refused ?? error;
}

const CUT = 'the file ended before its end';

function refusalOf(error: unknown): FileTruncated | FileNotNdjson | undefined {
  if (error instanceof FileTruncated || error instanceof FileNotNdjson) return error;
  if (error instanceof ConnectionFailed) return new FileTruncated(CUT, { cause: error });
  // Completed by a call that died before it could say so, or given up by the bucket's lifecycle.
  if (error instanceof Error && error.name === 'NoSuchUpload')
    return new FileTruncated('what was stored of the file is there no more', { cause: error });
  return undefined;
}
