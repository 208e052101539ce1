import { isQuarantined, type QuarantinedReceipt, type Receipt } from './receipt-records.ts';

/** A quarantined file as people are told of it: where it is, and what is wrong with which line. */
export type Quarantined = { type: string; key: string; bytes: number; problem: string };

const told = ({ type, object: { key, bytes }, problem }: QuarantinedReceipt): Quarantined => ({
  type,
  key,
  bytes,
  problem,
});

/** The quarantined files of an export. */
export const quarantinedIn = (files: readonly Receipt[]): Quarantined[] =>
  files.filter(isQuarantined).map(told);
