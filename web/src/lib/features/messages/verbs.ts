import Archive from '@lucide/svelte/icons/archive';
import ArchiveRestore from '@lucide/svelte/icons/archive-restore';
import Bell from '@lucide/svelte/icons/bell';
import BellOff from '@lucide/svelte/icons/bell-off';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import MailOpen from '@lucide/svelte/icons/mail-open';
import Pin from '@lucide/svelte/icons/pin';
import PinOff from '@lucide/svelte/icons/pin-off';
import type { Conversation } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Glyph } from '#lib/ui/types.ts';
import { waits, type Mute, type Verb } from './keeping.ts';

/** `word`: where there is room for one only. */
type Named = { label: string; word: string; icon: Glyph };

/** What a verb is called for this conversation. */
export function named(verb: Verb, head: Conversation): Named {
  switch (verb) {
    case 'pin':
      return head.pinned ? one(m.inbox_unpin(), PinOff) : one(m.inbox_pin(), Pin);
    case 'unread':
      return waits(head)
        ? { label: m.inbox_mark_read(), word: m.inbox_swipe_read(), icon: MailOpen }
        : { label: m.inbox_mark_unread(), word: m.inbox_swipe_unread(), icon: CircleDot };
    case 'mute':
      return head.muted_until ? one(m.inbox_unmute(), Bell) : one(m.inbox_mute(), BellOff);
    case 'archive':
      return head.archived ? one(m.inbox_unarchive(), ArchiveRestore) : one(m.inbox_archive(), Archive);
  }
}

function one(label: string, icon: Glyph): Named {
  return { label, word: label, icon };
}

export function mutes(): { lasts: Mute; label: string }[] {
  return [
    { lasts: '1h', label: m.inbox_mute_hour() },
    { lasts: '8h', label: m.inbox_mute_hours() },
    { lasts: '1w', label: m.inbox_mute_week() },
    { lasts: 'always', label: m.inbox_mute_always() }
  ];
}
