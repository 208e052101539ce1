/** Secrets Manager in the verbs that Sluice needs. Values are JSON text. */
export type Secrets = {
  read(name: string): Promise<string>;
  /** Writes a rotated value back. */
  write(name: string, text: string): Promise<void>;
};
