import * as z from 'zod';
import { ManifestRefused, StatusMalformed } from '../../runtime/errors.ts';
import { issuePaths, parseJsonObject } from '../../runtime/json.ts';
import type { Manifest } from '../dialect.ts';

/** `file` in single tenant, `url` in multi tenant and gateway (1up 6, 7). */
const OutputEntry = z
  .looseObject({
    type: z.string(),
    file: z.string().optional(),
    url: z.string().optional(),
    count: z.int().min(0).optional().catch(undefined),
  })
  .transform(({ type, file, url, count }, context) => {
    const link = file ?? url;
    if (link !== undefined) return { type, link, ...(count !== undefined && { count }) };
    context.addIssue({ code: 'custom', message: 'has neither file nor url', input: undefined });
    return z.NEVER;
  });

const Body = z.looseObject({
  transactionTime: z.string(),
  request: z.string().optional().catch(undefined),
  requiresAccessToken: z.boolean().default(true),
  resourceCount: z.int().min(0).optional().catch(undefined),
  output: z.array(OutputEntry),
  error: z.array(z.unknown()).default([]),
  deleted: z.array(z.unknown()).default([]),
  link: z.array(z.unknown()).default([]),
});

/** Not documented by 1upHealth and not supported here, and so never ignored. */
const UNSUPPORTED_LISTS = ['error', 'deleted', 'link'] as const;

/**
 * 1upHealth's list of files, of any environment. A missing `requiresAccessToken` counts as true, which is
 * safe as the credential goes only to origins of the source. Throws StatusMalformed, also for a missing
 * `output`, which is not an empty export, and ManifestRefused for lists that are not supported.
 */
export function readOneUpManifest(text: string): Manifest {
  const checked = Body.safeParse(parseJsonObject(text));
  if (!checked.success) {
    throw new StatusMalformed(`the list of files lacks ${issuePaths(checked.error).join(', ')}`);
  }
  const others = UNSUPPORTED_LISTS.filter((name) => checked.data[name].length > 0);
  if (others.length > 0)
    throw new ManifestRefused(
      `1upHealth's manifest also lists ${others.join(', ')}: not supported`,
    );
  const { transactionTime, requiresAccessToken, output, request, resourceCount } = checked.data;
  return {
    transactionTime,
    requiresAccessToken,
    files: output.map((file, i) => ({ list: 'output', entry: i + 1, ...file })),
    ...(request !== undefined && { request }),
    ...(resourceCount !== undefined && { resourceCount }),
  };
}
