import { pipeBody } from '../../http/body.ts';
import { type Body, ConnectionFailed, type Sink } from '../../http/http.ts';
import type { FileCheckpoint } from '../../lake/checkpoint-records.ts';
import type { StoredObject } from '../../lake/receipt-records.ts';
import type { Tallied } from '../../ndjson/tally.ts';
import { afterError, FileNotNdjson, FileTruncated } from '../../runtime/errors.ts';
import { ResumableTruncation, TimeUp } from './errors.ts';
import { type StoredPrefix, skipPrefix } from './resume-point.ts';

/** What a body was found to be: bytes of the content, and of its encoding if it had one. */
export type ContentStats = Tallied & { bytes: number; encodedBytes?: number };

type Without<Of, Field extends string> = Of extends unknown ? Omit<Of, Field> : never;
/** Where another call resumes. */
export type Checkpoint = Without<FileCheckpoint, 'index' | 'etag'>;

/** One way to store a file. No reader sees any of it before `finish`. */
export type StoreStrategy<Objects extends StoredObject[] = StoredObject[]> = {
  /** Takes the body; throws TimeUp where `pause` is possible and the call should end. */
  sink: Sink;
  /** Proves that the body was complete. Throws FileTruncated, FileNotNdjson. */
  end(): Promise<ContentStats>;
  /** Makes the objects. */
  finish(stats: ContentStats): Promise<Objects>;
  /** Keeps what is stored for another call; null if that is not possible yet. Throws FileRefused. */
  pause(): Promise<Checkpoint | null>;
  /** Aborts the uploads. */
  abort(): Promise<void>;
};

/** The whole body; or how much of it, before the time was up or the body was truncated. */
export type StoredBody =
  | { kind: 'stored'; stats: ContentStats; objects: StoredObject[] }
  | { kind: 'paused'; checkpoint: Checkpoint }
  | { kind: 'truncated'; checkpoint: Checkpoint; error: FileTruncated };

type IncomingBody = {
  content: Body;
  /** Stored already, and sent again before the rest. */
  skip?: StoredPrefix | undefined;
  /** Throws FileTruncated if the body is not what the manifest says. */
  check?(stats: ContentStats): void;
};

/** Whether the rest of a truncated body can be requested; `from`: where this one began, if resumed. */
export type OnTruncation = { kind: 'restart' } | { kind: 'resume'; from: Checkpoint | undefined };

/**
 * Stores a body, as far as there is time. Its objects exist once all of it has come and been verified;
 * a content that is refused leaves nothing. Throws FileTruncated if it is truncated and has to restart,
 * FileNotNdjson, and what the strategy and storage throw.
 */
export async function storeBody(
  body: IncomingBody,
  strategy: StoreStrategy,
  onTruncation: OnTruncation,
): Promise<StoredBody> {
  try {
    return { kind: 'stored', ...(await transfer(body, strategy)) };
  } catch (error) {
    const canResume = onTruncation.kind === 'resume' && error instanceof ConnectionFailed;
    const reached = canResume || error instanceof TimeUp ? await strategy.pause() : null;
    const checkpoint = reached ?? (canResume && onTruncation.from);
    if (!checkpoint) return throwRefusal(error, strategy);
    if (!canResume) return { kind: 'paused', checkpoint };
    const Truncation = reached ? ResumableTruncation : FileTruncated;
    const truncation = new Truncation(TRUNCATED, { cause: error });
    return { kind: 'truncated', checkpoint, error: truncation };
  }
}

/** As {@link storeBody}, in one call. Throws TimeUp as well, if the strategy does. */
export async function storeWholeBody<Objects extends StoredObject[]>(
  body: IncomingBody,
  strategy: StoreStrategy<Objects>,
): Promise<Objects> {
  try {
    return (await transfer(body, strategy)).objects;
  } catch (error) {
    return throwRefusal(error, strategy);
  }
}

async function transfer<Objects extends StoredObject[]>(
  { content, skip, check }: IncomingBody,
  strategy: StoreStrategy<Objects>,
): Promise<{ stats: ContentStats; objects: Objects }> {
  const skipper = skip && skipPrefix(skip, strategy.sink);
  await pipeBody(content, skipper ?? strategy.sink);
  skipper?.end();
  const stats = await strategy.end();
  check?.(stats);
  return { stats, objects: await strategy.finish(stats) };
}

/** Throws the error; aborts the uploads first if the content is to blame. */
async function throwRefusal(error: unknown, strategy: StoreStrategy): Promise<never> {
  const refusal = contentError(error);
  // After an error of storage the next call may be able to finish.
  if (!refusal) throw error;
  return afterError(refusal, () => strategy.abort());
}

const TRUNCATED = 'the file ended before its end';

function contentError(error: unknown): FileTruncated | FileNotNdjson | undefined {
  if (error instanceof FileTruncated || error instanceof FileNotNdjson) return error;
  if (error instanceof ConnectionFailed) return new FileTruncated(TRUNCATED, { cause: error });
  // Completed by a call that crashed before it could record it, or aborted by the bucket's lifecycle; or
  // a part was replaced by a call that runs on.
  if (error instanceof Error && ['NoSuchUpload', 'InvalidPart'].includes(error.name))
    return new FileTruncated('the stored part of the file no longer exists', { cause: error });
  return undefined;
}
