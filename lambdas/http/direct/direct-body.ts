import { Readable } from 'node:stream';
import type { Sink } from '../http.ts';
import type { BodyReader } from './body-reader.ts';

const BLOCK_BYTES = 64 * 1024;

/** A body that is read once: as any stream, or piped into a sink without a copy. */
export class DirectBody extends Readable {
  readonly #reader: BodyReader;
  readonly #chunks = chunkSink((chunk) => this.push(chunk));
  #isRead = false;

  constructor(reader: BodyReader) {
    super();
    this.#reader = reader;
  }

  /** Throws ConnectionFailed where the body is cut short, and what the sink throws. */
  async pipeInto(sink: Sink): Promise<void> {
    try {
      await this.#reader.pipeInto(sink);
    } finally {
      this.destroy();
    }
  }

  override _read(): void {
    this.#chunks.ask();
    if (this.#isRead) return;
    this.#isRead = true;
    this.#reader.pipeInto(this.#chunks).then(
      () => this.push(null),
      (error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#reader.discard();
    done(error);
  }
}

/** A sink that turns what it gets into the chunks of a stream, while the stream asks for more. */
function chunkSink(push: (chunk: Buffer) => boolean): Sink & { ask(): void } {
  let block = Buffer.alloc(0);
  let isAsked = false;
  let wake = () => {};
  return {
    room() {
      if (!isAsked) return null;
      if (block.length === 0) block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      return block;
    },
    filled(bytes) {
      const chunk = block.subarray(0, bytes);
      block = block.subarray(bytes);
      // A push may ask for the next chunk before it returns.
      isAsked = false;
      if (push(chunk)) isAsked = true;
    },
    whenRoom: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
    ask() {
      isAsked = true;
      wake();
    },
  };
}
