/** What a request is for; some credentials are accepted for some purposes only. */
export type Purpose =
  | 'kick-off'
  | 'status'
  | 'file'
  | 'attachment'
  | 'cancel'
  | 'group'
  | 'capabilities';

/** Logs in to one source. */
export type Authenticator = {
  /** The headers that carry the credential. Throws CredentialRefused where the server grants none. */
  headers(purpose: Purpose): Promise<Record<string, string>>;
  /** Gets a new credential after a 401; false where there is no new one. */
  renew(purpose: Purpose): Promise<boolean>;
};
