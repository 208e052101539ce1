import type { Manifest } from '../../dialects/dialect.ts';
import { dialectOf } from '../../dialects/dialects.ts';
import { readAnswer } from '../../fhir-server/answer.ts';
import type { FhirServer } from '../../fhir-server/fhir-server.ts';
import { resolveLink } from '../../fhir-server/links.ts';
import { throwForStatus } from '../../fhir-server/status-errors.ts';
import { readExpires } from '../../fhir-server/time-headers.ts';
import { isTransientStatus } from '../../http/status-codes.ts';
import { landedType } from '../../lake/landed-type.ts';
import type { PageRecord, PlannedFile, UnitRecord } from '../../lake/plan-records.ts';
import type { Clock } from '../../runtime/clock.ts';
import {
  CredentialRefused,
  FileRefused,
  ManifestRefused,
  StatusMalformed,
} from '../../runtime/errors.ts';
import type { Source } from '../../settings/source.ts';

/** The links of one unit's files, read again from the manifest once they have expired (rule 45). */
export type FreshLinks = {
  /** The file with its latest link; reads the manifest if that one has expired. */
  current(file: PlannedFile): Promise<PlannedFile>;
  /** Reads the file's page of the manifest; undefined if it gives no other link, or cannot be read. */
  renewed(file: PlannedFile): Promise<PlannedFile | undefined>;
};

type LinkDeps = { source: Source; server: FhirServer; clock: Clock };
type Page = PageRecord & { manifest?: Manifest };

/** Links are renewed that long before they expire. */
const MARGIN_MILLISECONDS = 1000;

/** May not change in a manifest: these decide what is landed, and who sees the credential. */
const CONSTANT_FIELDS = ['transactionTime', 'requiresAccessToken'] as const;

export function freshLinks(unit: UnitRecord, deps: LinkDeps): FreshLinks {
  const pages = new Map<number, Page>(unit.pages.map(({ page, ...record }) => [page, record]));
  const hasExpired = ({ expires }: PageRecord) =>
    expires !== null && Date.parse(expires) - MARGIN_MILLISECONDS <= deps.clock.now().getTime();
  const readAgain = async (file: PlannedFile): Promise<PlannedFile | undefined> => {
    const known = pages.get(file.page);
    if (!known) return undefined;
    const page = await readPage(known.url, unit, deps).catch(ignoreUnreadable);
    // A page that cannot be read, or has expired already, is not read again for each of its files.
    pages.set(file.page, page && !hasExpired(page) ? page : { ...(page ?? known), expires: null });
    return page && withLinkOf(page, file, deps.source);
  };
  return {
    async current(file) {
      const page = pages.get(file.page);
      const fresh = page && hasExpired(page) ? await readAgain(file) : undefined;
      return fresh ?? (page ? withLinkOf(page, file, deps.source) : file);
    },
    async renewed(file) {
      const fresh = await readAgain(file);
      return fresh?.url === file.url ? undefined : fresh;
    },
  };
}

/**
 * Runs with a file's latest link, and once more with a new one if the server refuses it: an expired link
 * is answered 400, 401, 403, 404 or 410, and only the manifest tells whether it has expired (M15).
 */
export async function withFreshLink<Result>(
  file: PlannedFile,
  links: FreshLinks,
  run: (file: PlannedFile) => Promise<Result>,
): Promise<Result> {
  const current = await links.current(file);
  try {
    return await run(current);
  } catch (error) {
    if (!(error instanceof FileRefused || error instanceof CredentialRefused)) throw error;
    const renewed = await links.renewed(current);
    if (!renewed) throw error;
    return run(renewed);
  }
}

/**
 * A page of the manifest as it is now; undefined if the server no longer gives it. Throws ServerBusy,
 * ServerUnavailable, ManifestRefused.
 */
async function readPage(
  url: string,
  unit: UnitRecord,
  { source, server, clock }: LinkDeps,
): Promise<Page | undefined> {
  const headers = { accept: 'application/json' };
  const answer = await readAnswer(url, server('status', { method: 'GET', url, headers }));
  if (isTransientStatus(answer.status)) throwForStatus(answer, 'the manifest, read again');
  if (answer.status !== 200 && answer.status !== 202) return undefined;
  const manifest = dialectOf(source).readManifest(answer.text);
  const changed = CONSTANT_FIELDS.find((field) => manifest[field] !== unit[field]);
  if (changed) throw new ManifestRefused(`the manifest, read again, has another ${changed}`);
  return { url, expires: readExpires(answer.headers, clock.now()), manifest };
}

/** Then the server's answer to the file counts. */
function ignoreUnreadable(error: unknown): undefined {
  if (error instanceof StatusMalformed || error instanceof CredentialRefused) return undefined;
  throw error;
}

/** The file with the link of its entry in that page (rule 37). */
function withLinkOf({ url, manifest }: Page, file: PlannedFile, source: Source): PlannedFile {
  if (!manifest) return file;
  const found = manifest.files.find(
    ({ list, entry }) => list === file.list && entry === file.entry,
  );
  if (!found || landedType(found) !== file.type || found.count !== file.count)
    throw new ManifestRefused('the manifest, read again, lists another file in the same place');
  return { ...file, url: resolveLink(found.link, url, source) };
}
