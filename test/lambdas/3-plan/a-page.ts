import type { Page } from '../../../lambdas/3-plan/plan-files.ts';
import type { ManifestFile } from '../../../lambdas/dialects/dialect.ts';
import {
  aSource,
  BASE_URL,
  EXPORT_DATE,
  EXPORT_ID,
  TRANSACTION_TIME,
} from '../../fakes/builders.ts';

/** Where the files of a test land. */
export const landing = { source: aSource(), exportDate: EXPORT_DATE, dataExportId: EXPORT_ID };

/** One page of the manifest, with its files in `output` where they do not say otherwise. */
export const aPage = (page: number, files: Partial<ManifestFile>[]): Page => ({
  ...{ page, url: `${BASE_URL}/$export/job/${page}`, expires: null },
  manifest: {
    ...{ transactionTime: TRANSACTION_TIME, requiresAccessToken: true },
    files: files.map((file, i) => ({
      ...{ list: 'output', entry: i + 1, type: 'Patient', link: 'a' },
      ...file,
    })),
  },
});
