/** Silence on the wire for that long ends a response. */
export const SILENCE_SECONDS = 60;

/** Name, connection and handshake of https together (D4). */
export const CONNECT_SECONDS = 10;

/** The status line and headers of an answer. */
export const MAX_HEAD_BYTES = 64 * 1024;

/** Less than servers and load balancers leave an idle connection open. */
export const MAX_IDLE_SECONDS = 4;
