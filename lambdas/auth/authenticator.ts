/** What a request is for; some credentials open one door and not another. */
export type Purpose =
  | 'kick-off'
  | 'status'
  | 'file'
  | 'attachment'
  | 'cancel'
  | 'group'
  | 'capabilities';

/** Logs requests in to one source. */
export type Authenticator = {
  /** The headers that carry the credential. Throws CredentialRefused where none can be had. */
  headers(purpose: Purpose): Promise<Record<string, string>>;
  /** Gets a new credential after a 401; false where there is none to get. */
  renew(purpose: Purpose): Promise<boolean>;
};
