/** Silence on the wire for that long ends a response. */
export const SILENCE_SECONDS = 60;

/** A body of no other limit comes as fast as that, on the average of so many seconds (D4). */
export const LEAST_BYTES_PER_SECOND = 50_000;
export const SLOWNESS_SECONDS = 60;

/** Name, connection and handshake of https together (D4). */
export const CONNECT_SECONDS = 10;

/** The status line and headers of an answer. */
export const MAX_HEAD_BYTES = 64 * 1024;

/** Less than servers and load balancers leave an idle connection open. */
export const MAX_IDLE_SECONDS = 4;
