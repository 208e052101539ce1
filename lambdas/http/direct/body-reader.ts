import { cutShort, type Sink } from '../http.ts';
import type { BodyProgress } from '../progress-watchdog.ts';
import type { Connection, ConnectionState, Receiver } from './connection.ts';
import { bytesBehindEnd, type Framing, unframe } from './framing.ts';

/** What a body holds back while there is no room for it. */
type FlowControl = Pick<Connection, 'pause' | 'resume'>;

/** Who minds how a body comes: `watch` from the first wait for the server, `over` once at the end. */
type Watchdog = { watch(arriving: BodyProgress): () => void; ended(end: ConnectionState): void };

/**
 * One body on its way from a wire into a sink. What is content for sure is read straight into the sink's
 * room; what came with framing is copied there. As long as there is no room the wire pauses, and what
 * one read had brought is held.
 */
export class BodyReader implements Receiver, BodyProgress {
  readonly #wire: FlowControl;
  readonly #framing: Framing;
  readonly #minder: Watchdog;
  readonly #done = Promise.withResolvers<void>();
  #state: 'flows' | 'pauses' | 'is over' = 'flows';
  #held: Buffer = Buffer.alloc(0);
  #receivedBytes = 0;
  #stopWatch: (() => void) | undefined;
  #filling: SinkWriter | undefined;
  #closed: { error: Error | undefined } | undefined;

  constructor(wire: FlowControl, framing: Framing, minder: Watchdog) {
    this.#wire = wire;
    this.#framing = framing;
    this.#minder = minder;
    // Whoever pours hears of a failure; nobody may.
    this.#done.promise.catch(() => {});
  }

  receivedBytes = () => this.#receivedBytes;
  isAwaited = () => this.#state === 'flows';

  /** Pours to the proven end. Throws ConnectionFailed where it is cut short, and what the sink throws. */
  pipeInto(sink: Sink): Promise<void> {
    this.#filling = sinkWriter(sink);
    this.#step();
    return this.#done.promise;
  }

  /** Gives up on what has not been poured; a wire that has brought all of it is clean. */
  discard(): void {
    if (this.#state === 'is over') return;
    this.#done.reject(cutShort(new Error('the body was destroyed')));
    this.#step(() => {
      this.#held = unframe(this.#held, this.#framing, (content) => content.length);
      this.#end();
    });
  }

  /**
   * Where content is the end, with room for a byte more, so that one behind it shows. Where there is none
   * for it, the last byte of content goes to the wire's own memory.
   */
  room(): Buffer | null {
    const content = this.#framing.contentBytes();
    if (this.#state !== 'flows' || content === 0) return null;
    const room = this.#filling?.room();
    if (!room) return null;
    if (!this.#framing.endsWithContent) return room.subarray(0, content);
    const bytes = room.length === content ? content - 1 : content + 1;
    return bytes === 0 ? null : room.subarray(0, bytes);
  }

  filled(bytes: number): void {
    this.#receivedBytes += bytes;
    this.#step(() => {
      this.#framing.consumed(bytes);
      this.#filling?.filled(bytes);
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

  /** Does one thing and then all that it makes possible; whatever is thrown ends the body. */
  #step(act = () => {}): void {
    if (this.#state === 'is over') return;
    try {
      act();
      if (this.#filling) this.#held = unframe(this.#held, this.#framing, this.#filling.place);
      this.#goOn();
    } catch (error) {
      this.#fail(error);
    }
  }

  #goOn(): void {
    if (this.#state === 'is over') return;
    const { error } = this.#closed ?? {};
    if (this.#framing.isComplete()) this.#end();
    else if (error || (this.#closed && this.#held.length === 0)) this.#endClosed(error);
    else if (this.#held.length > 0 || !this.#hasPlace()) this.#pause();
    else this.#flow();
  }

  /** Framing needs none: it goes to the wire's own memory. */
  #hasPlace(): boolean {
    return !!this.#filling && (this.#framing.contentBytes() === 0 || this.#filling.room() !== null);
  }

  #pause(): void {
    if (this.#state === 'flows') this.#wire.pause();
    this.#state = 'pauses';
    this.#filling?.awaitRoom(() => this.#step(), this.#fail);
  }

  #flow(): void {
    if (this.#state === 'flows') return;
    this.#state = 'flows';
    this.#stopWatch ??= this.#minder.watch(this);
    this.#wire.resume();
  }

  #endClosed(error: Error | undefined): void {
    if (error || !this.#framing.endsWithConnection)
      throw cutShort(error ?? new Error('the connection ended before the body'));
    this.#end();
  }

  #end(): void {
    const isMore = this.#held.length > 0;
    if (isMore) throw bytesBehindEnd();
    this.#leave(isMore || !this.#framing.isComplete() ? 'spoilt' : 'clean');
    this.#done.resolve();
  }

  readonly #fail = (error: unknown): void => {
    if (this.#state === 'is over') return;
    this.#leave('spoilt');
    this.#done.reject(error);
  };

  #leave(end: ConnectionState): void {
    this.#state = 'is over';
    this.#stopWatch?.();
    this.#filling = undefined;
    this.#minder.ended(end);
  }
}

/**
 * A sink with the room it has given last, until that is filled. `place` tells how much of it fitted;
 * `awaitRoom` calls one of both, once, and calls while it waits change nothing.
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
    place(content: Buffer): number {
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
