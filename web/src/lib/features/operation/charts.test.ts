// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Operation } from '#lib/api/types.ts';
import { charts, type Tone } from './charts.ts';
import { concerns } from './concerns.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

function seen(series: Record<string, number | null>, more: Partial<Operation> = {}): Operation {
  return {
    version: '1',
    started_at: '2026-11-25T11:00:00Z',
    uptime_s: 3600,
    every_s: 10,
    connections_most: 10,
    disk_bytes: 100e9,
    last_backup_at: '2026-11-24T12:00:00Z',
    held: [],
    at: ['2026-11-25T12:00:00Z'],
    series: Object.fromEntries(Object.entries(series).map(([name, value]) => [name, [value]])),
    ...more
  };
}

function chart(id: string, series: Record<string, number | null>): { tone: Tone; text: string; now: string } {
  const found = charts(seen(series)).find((one) => one.id === id);
  if (!found) throw new Error(`no chart ${id}`);
  return found;
}

test.each<[string, Record<string, number>, Tone]>([
  ['commit', { commit_p99_s: 0.05 }, 'fine'],
  ['commit', { commit_p99_s: 0.051 }, 'watch'],
  ['commit', { commit_p99_s: 0.3 }, 'bad'],
  ['waiting', { sends_waiting: 0 }, 'fine'],
  ['waiting', { sends_waiting: 257 }, 'watch'],
  ['waiting', { sends_waiting: 2_001 }, 'bad'],
  ['cut', { sockets: 1_000, sockets_cut_per_s: 10 / 60 }, 'fine'],
  ['cut', { sockets: 1_000, sockets_cut_per_s: 11 / 60 }, 'watch'],
  ['cut', { sockets: 0, sockets_cut_per_s: 2 / 60 }, 'fine'],
  ['requests', { requests_per_s: 5, request_p99_s: 0.2 }, 'fine'],
  ['requests', { requests_per_s: 5, request_p99_s: 0.9 }, 'watch'],
  ['requests', { requests_per_s: 5, request_p99_s: 2 }, 'bad'],
  ['failures', { failures_per_s: 0, requests_per_s: 9 }, 'fine'],
  ['failures', { failures_per_s: 0.01, requests_per_s: 9 }, 'watch'],
  ['failures', { failures_per_s: 0.1, requests_per_s: 9 }, 'bad'],
  ['connections', { connections_in_use: 8, connections_waiting: 0 }, 'fine'],
  ['connections', { connections_in_use: 9, connections_waiting: 0 }, 'watch'],
  ['connections', { connections_in_use: 10, connections_waiting: 1 }, 'bad'],
  ['transaction', { oldest_transaction_s: 11 }, 'watch'],
  ['transaction', { oldest_transaction_s: 3_601 }, 'bad'],
  ['jobs', { jobs_waiting: 101 }, 'watch'],
  ['late', { loop_lag_p99_s: 0.3 }, 'bad'],
  ['disk', { disk_free_bytes: 16e9 }, 'fine'],
  ['disk', { disk_free_bytes: 14e9 }, 'watch'],
  ['disk', { disk_free_bytes: 4e9 }, 'bad'],
  ['memory', { memory_bytes: 9e9 }, 'plain']
])('%s at %o is %s', (id, series, tone) => {
  expect(chart(id, series).tone).toBe(tone);
});

test('the sentence says the number and what it means', () => {
  expect(chart('commit', { commit_p99_s: 0.011, commit_p50_s: 0.003 }).text).toBe(
    'Half of the messages are on disk after 3 ms, and 99 of 100 after 11 ms. That is fine.'
  );
});

test('what is not known is neither fine nor bad', () => {
  for (const one of charts(seen({}))) expect([one.id, one.tone]).toEqual([one.id, 'plain']);
  expect(chart('commit', { commit_p99_s: null }).text).toBe('Nobody wrote in the last ten seconds.');
});

test('memory that grows by half within the hour is pointed out', () => {
  const grown = seen({});
  grown.series['memory_bytes'] = [null, 400e6, 700e6];
  expect(charts(grown).find(({ id }) => id === 'memory')?.tone).toBe('watch');
});

test('the worst concern stands first, and a quiet server has none', () => {
  const quiet = seen({ disk_free_bytes: 60e9, sends_waiting: 0 });
  expect(concerns(quiet, charts(quiet), NOW)).toEqual([]);
  const job = { id: 4, name: 'send_mail', attempts: 7, created_at: '', held_at: '', reason: null };
  const busy = seen({ sends_waiting: 300, disk_free_bytes: 1e9 }, { held: [job], last_backup_at: null });
  expect(concerns(busy, charts(busy), NOW).map(({ id }) => id)).toEqual(['disk', 'waiting', 'held', 'backup']);
  const stale = seen({}, { last_backup_at: '2026-11-10T12:00:00Z' });
  expect(concerns(stale, charts(stale), NOW).map(({ id }) => id)).toEqual(['backup']);
});
