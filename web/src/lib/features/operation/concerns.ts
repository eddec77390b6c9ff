import type { Operation } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Chart } from './charts.ts';

/** Something that is not fine, and where on the page it stands. */
export type Concern = { id: string; title: string; tone: 'watch' | 'bad' };

const WEEK_MS = 7 * 86_400_000;

/** What to say of the backups; null: nothing. */
export function backupConcern(seen: Operation, now: number = Date.now()): string | null {
  if (seen.last_backup_at === null) return m.operate_backup_never_text();
  return now - Date.parse(seen.last_backup_at) > WEEK_MS ? m.operate_backup_old() : null;
}

/** The worst first. */
export function concerns(seen: Operation, charts: Chart[], now: number = Date.now()): Concern[] {
  const found: Concern[] = [];
  for (const { id, title, tone } of charts) if (tone === 'watch' || tone === 'bad') found.push({ id, title, tone });
  if (seen.held.length) found.push({ id: 'held', title: m.operate_held_watch({ count: seen.held.length }), tone: 'watch' });
  const backup = backupConcern(seen, now);
  if (backup) found.push({ id: 'backup', title: backup, tone: 'watch' });
  return found.sort((a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'));
}
