import * as z from 'zod';
import { Instant } from '../../settings/export-request.ts';

/** `state/<source>/pace.json`: how fast a source is asked for files since it asked to wait (D21). */
export const PaceRecord = z.strictObject({
  /** So many calls of Download may ask at the same time; more as time goes by. */
  allowed: z.int().min(1),
  /** Slow-downs in a row: between two of them the source was never quiet for long. */
  rounds: z.int().min(1),
  /** The first of them, and the last. */
  busySince: Instant,
  slowedAt: Instant,
  /** Nobody asks before. */
  notBefore: Instant,
  /** Who may ask, in the order in which they came, and until when at the latest. */
  places: z.array(z.strictObject({ holder: z.string(), until: Instant })),
});
export type PaceRecord = z.infer<typeof PaceRecord>;
