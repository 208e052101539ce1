import type { Announcement, Announcer } from '../../lambdas/workflow/announcer.ts';

/** Hears everything that is announced. */
export type RecordingAnnouncer = Announcer & { readonly announcements: readonly Announcement[] };

export function recordingAnnouncer(): RecordingAnnouncer {
  const announcements: Announcement[] = [];
  return {
    announcements,
    async announce(announcement) {
      announcements.push(announcement);
    },
  };
}
