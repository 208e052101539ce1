import { Readable } from 'node:stream';
import type { Sink } from '../sink.ts';
import { chunkSink } from './chunk-sink.ts';
import type { Inflow } from './inflow.ts';

/** A body that is either read as any stream or poured, once, without a copy on the way. */
export class DirectBody extends Readable {
  readonly #inflow: Inflow;
  readonly #chunks = chunkSink((chunk) => this.push(chunk));
  #isRead = false;

  constructor(inflow: Inflow) {
    super();
    this.#inflow = inflow;
  }

  /** Throws ConnectionFailed where the body is cut short, and what the sink throws. */
  async pourInto(sink: Sink): Promise<void> {
    try {
      await this.#inflow.into(sink);
    } finally {
      this.destroy();
    }
  }

  override _read(): void {
    this.#chunks.ask();
    if (this.#isRead) return;
    this.#isRead = true;
    this.#inflow.into(this.#chunks).then(
      () => this.push(null),
      (error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inflow.drop();
    done(error);
  }
}
