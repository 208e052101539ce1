import * as z from 'zod';

/**
 * What the version before this one wrote, read as what this one writes: a deploy leaves executions and
 * their papers as they are, and meets them with new code (F13). Each of these completes one record
 * before its schema judges it, and leaves alone what is there already.
 */

const Paper = z.record(z.string(), z.unknown());
type Paper = z.infer<typeof Paper>;

const reading =
  (read: (paper: Paper) => Paper) =>
  (written: unknown): unknown => {
    const { data } = Paper.safeParse(written);
    return data ? read(data) : written;
  };

/** No export was resumed, no status had a header of its own, and an export began with its job. */
export const earlierJob = reading(({ job, ...paper }) => ({
  landingId: paper.exportId,
  startedAt: paper.kickedOffAt,
  ...paper,
  job: earlierStatus(job),
}));

const earlierStatus = reading((job) =>
  job.kind === 'running' ? { statusHeader: false, ...job } : job,
);

/** Nobody noted since when nothing has changed. */
export const earlierProgress = reading((paper) => ({
  unchangedSince: paper.polledAt,
  slowdowns: 0,
  ...paper,
}));

/** A manifest had one page. */
export const earlierPlan = reading((paper) => ({ pages: 1, inherited: 0, ...paper }));

/** No page was ever read again, and so the time that one would be held against counts for nothing. */
export const earlierUnit = reading((paper) => ({
  pages: [],
  transactionTime: '1970-01-01T00:00:00Z',
  ...paper,
}));

/** Of a manifest's lists only the first was landed. */
export const earlierFile = reading((paper) => ({
  page: 1,
  list: 'output',
  entry: paper.index,
  ...paper,
}));

/** A file that landed was one object, stored as it was. */
export const earlierReceipt = reading(({ key, checksum, ...paper }) =>
  key === undefined
    ? paper
    : {
        kind: 'landed',
        objects: [{ key, checksum, bytes: paper.bytes, lines: paper.lines }],
        ...paper,
      },
);

/** What came was stored as it came. */
export const earlierOpenFile = reading((paper) => ({ kind: 'plain', ...paper }));

/** Nothing was resumed, and nothing asked for that ends early or leaves elements out. */
export const earlierCommit = reading((paper) => ({
  landingId: paper.exportId,
  continuable: true,
  subsetted: false,
  ...paper,
}));

/** The words for what became of the server's job, while jobs were cancelled and never deleted. */
const WORDS: Readonly<Record<string, string>> = {
  cancelled: 'deleted',
  'not-cancellable': 'not-deletable',
  'cancel-failed': 'delete-failed',
};

export const earlierFailure = reading(({ serverJob, ...paper }) => ({
  ...paper,
  serverJob: WORDS[`${serverJob}`] ?? serverJob,
}));
