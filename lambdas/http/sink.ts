/** Memory that the caller owns and a body is written into. */
export type Sink = {
  /**
   * Room for the next bytes, at least one; null: none now, wait for `whenRoom`. Asked again only after
   * `filled`, or after null.
   */
  room(): Buffer | null;
  /** So many bytes were written at the start of the last room. Throws what refuses the content. */
  filled(bytes: number): void;
  /** Resolves once there is room again; rejects with what will let none be. */
  whenRoom(): Promise<void>;
};
