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

/** Not documented by 1upHealth, not landed, and so not to be passed over in silence. */
const NOT_LANDED = ['error', 'deleted', 'link'] as const;

/**
 * 1upHealth's list of files, from either environment. A missing `requiresAccessToken` counts as true:
 * the credential goes only to the source's own origins anyhow. Throws StatusMalformed; no `output` is
 * never an empty export. Throws ManifestRefused for lists that are not landed.
 */
export function readOneUpManifest(text: string): Manifest {
  const checked = Body.safeParse(parseJsonObject(text));
  if (!checked.success) {
    throw new StatusMalformed(`the list of files lacks ${issuePaths(checked.error).join(', ')}`);
  }
  const more = NOT_LANDED.filter((name) => checked.data[name].length > 0);
  if (more.length > 0)
    throw new ManifestRefused(
      `1upHealth's manifest also lists ${more.join(', ')}: nothing lands those`,
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
