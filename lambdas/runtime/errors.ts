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

/** `sources.json` or a request names something that is not there or not allowed. */
export class SettingsInvalid extends SluiceError {}

/** The server asks for patience (429, 503); the workflow waits. */
export class ServerBusy extends SluiceError {
  /** Private, so that nobody writes a server's text down with the error. */
  readonly #retryAfter: string | undefined;
  constructor(message: string, options?: ErrorOptions & { retryAfter?: string | undefined }) {
    super(message, options);
    this.#retryAfter = options?.retryAfter;
  }
  /** The answer's `Retry-After`, as it came. */
  get retryAfter(): string | undefined {
    return this.#retryAfter;
  }
}
/** The server cannot be reached or answers 5xx; the workflow retries. */
export class ServerUnavailable extends SluiceError {}

/** 401 or 403 also with a fresh token. */
export class CredentialRefused extends SluiceError {}
/** The group of a group export does not exist on the server. */
export class GroupNotFound extends SluiceError {}
/** The server refuses a Group that `npm run group` wrote. */
export class GroupRefused extends SluiceError {}
/** The server refuses the kick-off request as it was asked. */
export class KickOffRefused extends SluiceError {}
/** The kick-off was sent and its answer lost: the server may be running a job nobody can name (K5). */
export class KickOffAmbiguous extends SluiceError {}
/** What answers is no bulk data server: a login page, another API. */
export class NotABulkServer extends SluiceError {}

/** The server says that its export job failed. */
export class ServerJobFailed extends SluiceError {}
/** The server no longer knows the job (404, 410). */
export class ServerJobGone extends SluiceError {}
/** The export is older than the source's deadline. */
export class DeadlineExceeded extends SluiceError {}
/** A status or manifest that cannot be read. */
export class StatusMalformed extends SluiceError {}
/** A manifest that can be read and must not be trusted. */
export class ManifestRefused extends SluiceError {}

/** A link to a place where this source may not send a request. */
export class LinkRefused extends SluiceError {}
/** The server does not serve a file it listed. */
export class FileRefused extends SluiceError {}
/** A file that ends before its end; fetched again before it fails. */
export class FileTruncated extends SluiceError {}
/** A file whose end nothing proves: no length, no framing, no trailer. */
export class UnverifiableLength extends SluiceError {}
/** A file that is not NDJSON of the resource type its manifest entry names. */
export class FileNotNdjson extends SluiceError {}
/** A line of a file is not a resource of the type that its manifest entry names. */
export class LineRefused extends FileNotNdjson {}

/** The server's OperationOutcomes tell of errors, and the source's settings let none pass. */
export class ServerReportedErrors extends SluiceError {}
/** The receipts do not add up to what the server listed. */
export class PublishRefused extends SluiceError {}
/** The export was cancelled or given up while this step ran. */
export class ExportAbandoned extends SluiceError {}
/** A record under `exports/` or `state/` that an earlier step should have written is absent. */
export class RecordMissing extends SluiceError {}
/** A record under `exports/` or `state/` is not JSON of the record's schema. */
export class RecordInvalid extends SluiceError {}
