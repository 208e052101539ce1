/**
 * The errors of the workflow. A class's name is its contract: the state machine's `Retry` and the
 * failure table in `docs/architecture.md` match on it. No message carries a credential, a URL's
 * query, a patient field or a line of a file.
 */
abstract class SluiceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** `sources.json` or a request is invalid, or names something that does not exist. */
export class SettingsInvalid extends SluiceError {}

/** The server throttles requests (429, 503); the workflow waits. */
export class ServerBusy extends SluiceError {
  /** Private, so that no log prints the server's text with the error. */
  readonly #retryAfter: string | undefined;
  constructor(message: string, options?: ErrorOptions & { retryAfter?: string | undefined }) {
    super(message, options);
    // No longer than a date, as an error is logged in full.
    this.#retryAfter = options?.retryAfter?.slice(0, 40);
  }
  /** The raw `Retry-After` header. */
  get retryAfter(): string | undefined {
    return this.#retryAfter;
  }
}
/** The token endpoint, or the server of the SMART configuration, asks to wait; the FHIR server does not. */
export class LoginBusy extends ServerBusy {}
/** The server cannot be reached or answers 5xx; the workflow retries. */
export class ServerUnavailable extends SluiceError {}

/** 401 or 403 even with a new token. */
export class CredentialRefused extends SluiceError {}
/** The group of a group export does not exist on the server. */
export class GroupNotFound extends SluiceError {}
/** The server rejects a Group that `npm run group` wrote. */
export class GroupRefused extends SluiceError {}
/** The server rejects the kick-off request. */
export class KickOffRefused extends SluiceError {}
/** The response to the kick-off was lost: the server may run a job whose status URL is unknown (K5). */
export class KickOffAmbiguous extends SluiceError {}
/** The response is not a bulk data server's: a login page, another API. */
export class NotABulkServer extends SluiceError {}

/** The server reports that its job failed. */
export class ServerJobFailed extends SluiceError {}
/** The server no longer knows the job (404, 410). */
export class ServerJobGone extends SluiceError {}
/** The export is older than the source's deadline. */
export class DeadlineExceeded extends SluiceError {}
/** A status or manifest that cannot be parsed. */
export class StatusMalformed extends SluiceError {}
/** A manifest that can be parsed, and contradicts the request or itself. */
export class ManifestRefused extends SluiceError {}

/** A link to an origin that the source does not name. */
export class LinkRefused extends SluiceError {}
/** The server does not serve a file that it listed. */
export class FileRefused extends SluiceError {}
/** A file's body ended early. */
export class FileTruncated extends SluiceError {}
/** Nothing proves that a file is complete: no Content-Length, no chunked framing, no gzip trailer. */
export class UnverifiableLength extends SluiceError {}
/** A file is not NDJSON. */
export class FileNotNdjson extends SluiceError {}
/** A line of a file is not a resource of the type that the manifest names. */
export class LineRefused extends FileNotNdjson {}

/** The server's OperationOutcomes report errors, and the source's `onOutcome` is "fail". */
export class ServerReportedErrors extends SluiceError {}
/** Receipts, stored objects and the manifest disagree. */
export class PublishRefused extends SluiceError {}
/** The export was cancelled or abandoned while this step ran. */
export class ExportAbandoned extends SluiceError {}
/** A record under `exports/` or `state/` that an earlier step should have written is absent. */
export class RecordMissing extends SluiceError {}
/** A record under `exports/` or `state/` is not JSON of the record's schema. */
export class RecordInvalid extends SluiceError {}

/**
 * Does what is left to do after an error, then throws that error. If this fails too, it does not replace
 * the error: its message is added.
 */
export async function afterError(error: unknown, act: () => Promise<unknown>): Promise<never> {
  try {
    await act();
  } catch (second) {
    if (error instanceof Error && second !== error)
      error.message += ` (then: ${second instanceof Error ? second.message : second})`;
  }
  throw error;
}
