/** What a server throws that breaks the connection off in place of answering. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
}
