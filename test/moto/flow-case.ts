/** A small machine, and in a line why moto runs it otherwise where it does. */
export type FlowCase = {
  name: string;
  states: Record<string, Record<string, unknown>>;
  input?: unknown;
  explained?: string;
};
