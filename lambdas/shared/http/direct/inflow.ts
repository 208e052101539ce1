import type { Socket } from 'node:net';
import { cutShort } from '../cut-short.ts';
import { SILENCE_SECONDS } from '../http-limits.ts';
import type { Sink } from '../sink.ts';
import { type Filling, fillingOf } from './filling.ts';
import type { Framing } from './framing.ts';
import { silenceAlarm } from './silence-alarm.ts';
import { unframe } from './unframe.ts';
import type { Receiver } from './wire.ts';

/** What becomes of a wire: `clean` where it stands right behind the body. */
export type WireEnd = 'clean' | 'spoilt';

const NOTHING = Buffer.alloc(0);

/**
 * One body on its way from a wire into a sink. What is content for sure is read straight into the sink's
 * room; what came with framing is copied there. As long as there is no room the wire pauses, and what
 * one read had brought is held.
 */
export class Inflow implements Receiver {
  readonly #socket: Socket;
  readonly #framing: Framing;
  readonly #over: (end: WireEnd) => void;
  readonly #silence = silenceAlarm(SILENCE_SECONDS, () => {
    this.#socket.destroy(new Error('the server fell silent'));
  });
  readonly #done = Promise.withResolvers<void>();
  #state: 'flows' | 'pauses' | 'is over' = 'flows';
  #held: Buffer = NOTHING;
  #filling: Filling | undefined;
  #closed: { error: Error | undefined } | undefined;

  /** `over` is told once, when the wire is no longer needed. */
  constructor(socket: Socket, framing: Framing, over: (end: WireEnd) => void) {
    this.#socket = socket;
    this.#framing = framing;
    this.#over = over;
    // Whoever pours hears of a failure; nobody may.
    this.#done.promise.catch(() => {});
  }

  /** Pours to the proven end. Throws ConnectionFailed where it is cut short, and what the sink throws. */
  into(sink: Sink): Promise<void> {
    this.#filling = fillingOf(sink);
    this.#step();
    return this.#done.promise;
  }

  /** Gives up on what has not been poured; a wire that has brought all of it is clean. */
  drop(): void {
    if (this.#state === 'is over') return;
    this.#done.reject(cutShort(new Error('the body was destroyed')));
    this.#step(() => {
      this.#held = unframe(this.#held, this.#framing, (content) => content.length);
      this.#end();
    });
  }

  room(): Buffer | null {
    if (this.#state !== 'flows' || this.#framing.content() === 0) return null;
    return this.#filling?.room()?.subarray(0, this.#framing.content()) ?? null;
  }

  filled(bytes: number): void {
    this.#step(() => {
      this.#framing.passed(bytes);
      this.#filling?.filled(bytes);
    });
  }

  arrived(bytes: Buffer): void {
    this.#held = this.#held.length > 0 ? Buffer.concat([this.#held, bytes]) : bytes;
    this.#step();
    this.#held = this.#held.length > 0 ? Buffer.from(this.#held) : NOTHING;
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
      const filling = this.#filling;
      if (filling) this.#held = unframe(this.#held, this.#framing, filling.place);
      this.#goOn();
    } catch (error) {
      this.#fail(error);
    }
  }

  #goOn(): void {
    if (this.#state === 'is over') return;
    const { error } = this.#closed ?? {};
    if (this.#framing.isWhole()) this.#end();
    else if (error || (this.#closed && this.#held.length === 0)) this.#endClosed(error);
    else if (this.#held.length > 0 || !this.#hasPlace()) this.#pause();
    else this.#flow();
  }

  /** Framing needs none: it goes to the wire's own memory. */
  #hasPlace(): boolean {
    if (!this.#filling) return false;
    return this.#framing.content() === 0 || this.#filling.room() !== null;
  }

  #pause(): void {
    this.#silence.stop();
    if (this.#state === 'flows') this.#socket.pause();
    this.#state = 'pauses';
    const fail = (error: unknown) => this.#fail(error);
    this.#filling?.awaitRoom(() => this.#step(), fail);
  }

  #flow(): void {
    this.#silence.heard();
    if (this.#state === 'flows') return;
    this.#state = 'flows';
    this.#silence.start();
    this.#socket.resume();
  }

  #endClosed(error: Error | undefined): void {
    if (error || !this.#framing.endsWithConnection)
      throw cutShort(error ?? new Error('the connection ended before the body'));
    this.#end();
  }

  #end(): void {
    const isClean = this.#framing.isWhole() && this.#held.length === 0;
    this.#leave(isClean ? 'clean' : 'spoilt');
    this.#done.resolve();
  }

  #fail(error: unknown): void {
    if (this.#state === 'is over') return;
    this.#leave('spoilt');
    this.#done.reject(error);
  }

  #leave(end: WireEnd): void {
    this.#state = 'is over';
    this.#silence.stop();
    this.#filling = undefined;
    this.#over(end);
  }
}
