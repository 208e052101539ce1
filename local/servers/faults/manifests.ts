import { z } from 'zod';
import type { Interceptor } from '../http/routing.ts';
import type { ServerResponse } from '../http/server.ts';
import { bytesOf } from './files.ts';

const Entry = z.looseObject({
  type: z.string(),
  file: z.string().optional(),
  url: z.string().optional(),
});
type Entry = z.infer<typeof Entry>;
const Manifest = z.looseObject({ transactionTime: z.string(), output: z.array(Entry) });
type Manifest = z.infer<typeof Manifest>;

/** JSON cut in the middle. */
export const cutJson: Interceptor = async (_, next) => {
  const response = await next();
  const body = await bytesOf(response);
  return { ...response, body: body.subarray(0, Math.floor(body.length / 2)) };
};

/** No `transactionTime`. */
export const withoutTransactionTime = edited(({ transactionTime: _, ...rest }) => rest);

/** Another `transactionTime`, such as one of tomorrow or an invalid one. */
export const withTransactionTime = (transactionTime: string): Interceptor =>
  edited((manifest) => ({ ...manifest, transactionTime }));

/** Complete, without a list of files. */
export const withoutOutput = edited(({ output: _, ...rest }) => rest);

/** Another type for the first file, such as `../../x`. */
export const withFirstType = (type: string): Interceptor =>
  editedFirst((entry) => [{ ...entry, type }]);

/** The first file listed twice. */
export const withDuplicate = editedFirst((entry) => [entry, entry]);

/** The first file on another host. */
export const withFirstLinkOn = (origin: string): Interceptor =>
  editedFirst((entry) => [withLink(entry, (link) => origin + link.pathname)]);

/** The first file on the same host, by plain http. */
export const withFirstLinkPlain = editedFirst((entry) => [
  withLink(entry, (link) => `http://${link.host}${link.pathname}`),
]);

/** Changes each response that lists files; others pass unchanged. */
function edited(edit: (manifest: Manifest) => object): Interceptor {
  return async (_, next): Promise<ServerResponse> => {
    const response = await next();
    const bytes = await bytesOf(response);
    const manifest = Manifest.safeParse(JSON.parse(bytes.toString()));
    const body = manifest.success ? JSON.stringify(edit(manifest.data)) : bytes;
    return { ...response, body };
  };
}

function editedFirst(edit: (entry: Entry) => Entry[]): Interceptor {
  return edited(({ output: [first, ...others], ...rest }) => ({
    ...rest,
    output: [...(first ? edit(first) : []), ...others],
  }));
}

const withLink = (entry: Entry, change: (link: URL) => string): Entry => ({
  ...entry,
  ...(entry.file !== undefined && { file: change(new URL(entry.file)) }),
  ...(entry.url !== undefined && { url: change(new URL(entry.url)) }),
});
