import { cutShort, type Sink } from '../http.ts';
import type { BodyProgress } from '../progress-watchdog.ts';
import type { Connection, ConnectionState, Receiver } from './connection.ts';
import { bytesBehindEnd, type Framing, unframe } from './framing.ts';

/** What a body pauses while there is no room for it. */
type FlowControl = Pick<Connection, 'pause' | 'resume'>;

/** `watch` is called at the first wait for the server, and returns how to stop; `ended` once at the end. */
type Watchdog = { watch(progress: BodyProgress): () => void; ended(state: ConnectionState): void };

/**
 * Reads one body from a connection into a sink. Bytes that must be content are read straight into the
 * sink's room; content that arrived together with framing is copied there. While there is no room the
 * connection is paused, and the bytes of the last read are held.
 */
export class BodyReader implements Receiver, BodyProgress {
  readonly #connection: FlowControl;
  readonly #framing: Framing;
  readonly #watchdog: Watchdog;
  readonly #done = Promise.withResolvers<void>();
  #state: 'flowing' | 'paused' | 'ended' = 'flowing';
  #held: Buffer = Buffer.alloc(0);
  #receivedBytes = 0;
  #stopWatch: (() => void) | undefined;
  #writer: SinkWriter | undefined;
  #closed: { error: Error | undefined } | undefined;

  constructor(connection: FlowControl, framing: Framing, watchdog: Watchdog) {
    this.#connection = connection;
    this.#framing = framing;
    this.#watchdog = watchdog;
    // A failure reaches whoever pipes the body; without this line it is unhandled where nobody does.
    this.#done.promise.catch(() => {});
  }

  receivedBytes = () => this.#receivedBytes;
  isAwaited = () => this.#state === 'flowing';

  /** Reads to the proven end. Throws ConnectionFailed where it is cut short, and what the sink throws. */
  pipeInto(sink: Sink): Promise<void> {
    this.#writer = sinkWriter(sink);
    this.#step();
    return this.#done.promise;
  }

  /** Gives up what was not read. The connection stays usable where the whole body has arrived. */
  discard(): void {
    if (this.#state === 'ended') return;
    this.#done.reject(cutShort(new Error('the body was destroyed')));
    this.#step(() => {
      this.#held = unframe(this.#held, this.#framing, (content) => content.length);
      this.#end();
    });
  }

  /**
   * Room for content. A body that ends with its content gets one byte more, so that a byte behind the end
   * shows; where the sink has no room for that, the last byte goes to the connection's own buffer.
   */
  room(): Buffer | null {
    const content = this.#framing.contentBytes();
    if (this.#state !== 'flowing' || content === 0) return null;
    const room = this.#writer?.room();
    if (!room) return null;
    if (!this.#framing.endsWithContent) return room.subarray(0, content);
    const bytes = room.length === content ? content - 1 : content + 1;
    return bytes === 0 ? null : room.subarray(0, bytes);
  }

  filled(bytes: number): void {
    this.#receivedBytes += bytes;
    this.#step(() => {
      this.#framing.consumed(bytes);
      this.#writer?.filled(bytes);
    });
  }

  arrived(bytes: Buffer): void {
    this.#receivedBytes += bytes.length;
    this.#held = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    this.#step();
    this.#held = Buffer.from(this.#held);
  }

  closed(error?: Error): void {
    this.#closed ??= { error };
    this.#step();
  }

  /** Does one thing, then everything that it makes possible; any error ends the body. */
  #step(act = () => {}): void {
    if (this.#state === 'ended') return;
    try {
      act();
      if (this.#writer) this.#held = unframe(this.#held, this.#framing, this.#writer.write);
      this.#advance();
    } catch (error) {
      this.#fail(error);
    }
  }

  #advance(): void {
    if (this.#state === 'ended') return;
    const { error } = this.#closed ?? {};
    if (this.#framing.isComplete()) this.#end();
    else if (error || (this.#closed && this.#held.length === 0)) this.#endClosed(error);
    else if (this.#held.length > 0 || !this.#hasRoom()) this.#pause();
    else this.#flow();
  }

  /** Framing needs none: it is read into the connection's own buffer. */
  #hasRoom(): boolean {
    return !!this.#writer && (this.#framing.contentBytes() === 0 || this.#writer.room() !== null);
  }

  #pause(): void {
    if (this.#state === 'flowing') this.#connection.pause();
    this.#state = 'paused';
    this.#writer?.awaitRoom(() => this.#step(), this.#fail);
  }

  #flow(): void {
    if (this.#state === 'flowing') return;
    this.#state = 'flowing';
    this.#stopWatch ??= this.#watchdog.watch(this);
    this.#connection.resume();
  }

  #endClosed(error: Error | undefined): void {
    if (error || !this.#framing.endsWithConnection)
      throw cutShort(error ?? new Error('the connection ended before the body'));
    this.#end();
  }

  #end(): void {
    if (this.#held.length > 0) throw bytesBehindEnd();
    this.#leaveConnection(this.#framing.isComplete() ? 'reusable' : 'broken');
    this.#done.resolve();
  }

  readonly #fail = (error: unknown): void => {
    if (this.#state === 'ended') return;
    this.#leaveConnection('broken');
    this.#done.reject(error);
  };

  #leaveConnection(state: ConnectionState): void {
    this.#state = 'ended';
    this.#stopWatch?.();
    this.#writer = undefined;
    this.#watchdog.ended(state);
  }
}

/**
 * A sink with the room it gave last, until that is filled. `write` returns how many bytes fitted.
 * `awaitRoom` calls `again` or `fail` once; calls while it waits change nothing.
 */
function sinkWriter(sink: Sink) {
  let given: Buffer | null = null;
  let isAwaiting = false;
  const room = (): Buffer | null => {
    given ??= sink.room();
    return given;
  };
  const filled = (bytes: number) => {
    given = null;
    sink.filled(bytes);
  };
  return {
    room,
    filled,
    write(content: Buffer): number {
      const free = room();
      if (!free) return 0;
      const bytes = content.copy(free);
      filled(bytes);
      return bytes;
    },
    awaitRoom(again: () => void, fail: (error: unknown) => void): void {
      if (isAwaiting) return;
      isAwaiting = true;
      sink.whenRoom().then(() => {
        isAwaiting = false;
        again();
      }, fail);
    },
  };
}

type SinkWriter = ReturnType<typeof sinkWriter>;
