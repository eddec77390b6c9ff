import type { Operation } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';
import { count, duration, size } from './numbers.ts';
import { last, times, type Values } from './series.ts';

/** `plain`: there is no good or bad in it. */
export type Tone = 'plain' | 'fine' | 'watch' | 'bad';
export type Part = 'messages' | 'people' | 'machine';
export type Chart = {
  id: string;
  part: Part;
  title: string;
  values: Values;
  /** the newest value, in big letters */
  now: string;
  /** a value of this chart, in the words of the language */
  show: (value: number) => string;
  tone: Tone;
  text: string;
  rule?: string;
  /** from here on it is not fine: drawn where it is in sight */
  limit?: number;
  /** how high it can be, where that is known */
  top?: number;
};
type Judged = { tone: Tone; text: string };

const COMMIT_S = { fine: 0.05, bad: 0.25 };
const WAITING = { fine: 256, bad: 2_000, most: 20_000 };
const ANSWER_S = { fine: 0.25, bad: 1 };
const OPEN_S = { fine: 10, bad: 3_600 };
const JOBS = { fine: 100, bad: 1_000 };
const LATE_S = { fine: 0.05, bad: 0.25 };
const FREE = { fine: 0.15, bad: 0.05 };
const BUSY = 0.8;
const CUT = { share: 0.01, least: 2 };
const FAILED_SHARE = 0.01;
const GROWN = { times: 1.5, bytes: 200e6 };

function tone(value: number, { fine, bad }: { fine: number; bad: number }): 'fine' | 'watch' | 'bad' {
  return value <= fine ? 'fine' : value <= bad ? 'watch' : 'bad';
}
const aSecond = (value: number): string => m.operate_a_second({ count: count(value) });
const aMinute = (value: number): string => m.operate_a_minute({ count: count(value) });

/** Every chart of the page, in its order. */
export function charts(seen: Operation): Chart[] {
  const of = (name: string): Values => seen.series[name] ?? [];
  const newest = (name: string): number | null => last(of(name));
  return [
    chart('messages', 'messages', m.operate_messages(), of('messages_per_s'), aSecond, messages(newest)),
    chart('commit', 'messages', m.operate_commit(), of('commit_p99_s'), duration, commit(newest), {
      rule: m.operate_commit_rule({ fine: duration(COMMIT_S.fine), bad: duration(COMMIT_S.bad) }),
      limit: COMMIT_S.fine,
      none: m.operate_nothing()
    }),
    chart('waiting', 'messages', m.operate_waiting(), of('sends_waiting'), count, waiting, {
      rule: m.operate_waiting_rule({ fine: count(WAITING.fine), most: count(WAITING.most) }),
      limit: WAITING.fine
    }),
    chart('sockets', 'people', m.operate_sockets(), of('sockets'), count, () => ({ tone: 'plain', text: m.operate_sockets_text() })),
    cut(of),
    chart('requests', 'people', m.operate_requests(), of('requests_per_s'), aSecond, () => requests(newest), {
      rule: m.operate_requests_rule({ fine: duration(ANSWER_S.fine), bad: duration(ANSWER_S.bad) })
    }),
    chart('failures', 'people', m.operate_failures(), times(of('failures_per_s'), 60), aMinute, failures(newest), {
      rule: m.operate_failures_rule()
    }),
    connections(seen, of, newest),
    chart('transaction', 'machine', m.operate_transaction(), of('oldest_transaction_s'), duration, transaction, {
      rule: m.operate_transaction_rule({ fine: duration(OPEN_S.fine), bad: duration(OPEN_S.bad) }),
      limit: OPEN_S.fine
    }),
    chart('jobs', 'machine', m.operate_jobs(), of('jobs_waiting'), count, jobs, {
      rule: m.operate_jobs_rule({ fine: count(JOBS.fine), bad: count(JOBS.bad) }),
      limit: JOBS.fine
    }),
    chart('late', 'machine', m.operate_late(), of('loop_lag_p99_s'), duration, late, {
      rule: m.operate_late_rule({ fine: duration(LATE_S.fine), bad: duration(LATE_S.bad) }),
      limit: LATE_S.fine
    }),
    chart('memory', 'machine', m.operate_memory(), of('memory_bytes'), size, memory(of('memory_bytes'))),
    chart('disk', 'machine', m.operate_disk(), of('disk_free_bytes'), size, disk(seen, newest), {
      rule: m.operate_disk_rule({ fine: size(seen.disk_bytes * FREE.fine), bad: size(seen.disk_bytes * FREE.bad) }),
      top: seen.disk_bytes
    })
  ];
}

/** `judge` is asked only where the newest value is known; `none` says what it means where it is not. */
function chart(
  id: string,
  part: Part,
  title: string,
  values: Values,
  show: (value: number) => string,
  judge: (now: number) => Judged,
  { none = m.operate_unknown(), ...more }: Pick<Chart, 'rule' | 'limit' | 'top'> & { none?: string } = {}
): Chart {
  const now = last(values);
  const judged = now === null ? { tone: 'plain' as const, text: id === 'commit' ? m.operate_commit_none() : '' } : judge(now);
  return { id, part, title, values, show, now: now === null ? none : show(now), ...judged, ...more };
}

type Newest = (name: string) => number | null;

function messages(newest: Newest): () => Judged {
  return () => ({ tone: 'plain', text: m.operate_messages_text({ frames: count(newest('frames_per_s') ?? 0) }) });
}

function commit(newest: Newest): (now: number) => Judged {
  return (now) => {
    const found = tone(now, COMMIT_S);
    const said = { half: duration(newest('commit_p50_s') ?? now), most: duration(now) };
    if (found === 'fine') return { tone: found, text: m.operate_commit_fine(said) };
    return { tone: found, text: found === 'watch' ? m.operate_commit_watch(said) : m.operate_commit_bad(said) };
  };
}

function waiting(now: number): Judged {
  const found = tone(now, WAITING);
  if (now === 0) return { tone: 'fine', text: m.operate_waiting_none() };
  if (found === 'fine') return { tone: found, text: m.operate_waiting_fine({ count: count(now) }) };
  if (found === 'watch') return { tone: found, text: m.operate_waiting_watch({ count: count(now) }) };
  return { tone: found, text: m.operate_waiting_bad({ count: count(now), most: count(WAITING.most) }) };
}

function cut(of: (name: string) => Values): Chart {
  const fine = Math.max(CUT.least, (last(of('sockets')) ?? 0) * CUT.share);
  const judge = (now: number): Judged => {
    if (now === 0) return { tone: 'fine', text: m.operate_cut_none() };
    if (now <= fine) return { tone: 'fine', text: m.operate_cut_fine({ count: count(now) }) };
    return { tone: 'watch', text: m.operate_cut_watch({ count: count(now) }) };
  };
  const more = { rule: m.operate_cut_rule({ fine: count(fine) }), limit: fine };
  return chart('cut', 'people', m.operate_cut(), times(of('sockets_cut_per_s'), 60), aMinute, judge, more);
}

function requests(newest: Newest): Judged {
  const slowest = newest('request_p99_s');
  if (slowest === null) return { tone: 'fine', text: m.operate_requests_none() };
  const found = tone(slowest, ANSWER_S);
  const said = { most: duration(slowest) };
  if (found === 'fine') return { tone: found, text: m.operate_requests_fine(said) };
  return { tone: found, text: found === 'watch' ? m.operate_requests_watch(said) : m.operate_requests_bad(said) };
}

function failures(newest: Newest): (now: number) => Judged {
  return (now) => {
    const all = (newest('requests_per_s') ?? 0) * 60;
    if (now === 0) {
      return { tone: 'fine', text: m.operate_failures_fine({ refused: count((newest('refusals_per_s') ?? 0) * 60) }) };
    }
    if (now <= all * FAILED_SHARE) return { tone: 'watch', text: m.operate_failures_watch({ count: count(now) }) };
    return { tone: 'bad', text: m.operate_failures_bad({ count: count(now) }) };
  };
}

function connections(seen: Operation, of: (name: string) => Values, newest: Newest): Chart {
  const most = seen.connections_most;
  const fine = Math.floor(most * BUSY);
  const judge = (now: number): Judged => {
    const said = { count: count(now), most: count(most), waiting: count(newest('connections_waiting') ?? 0) };
    if ((newest('connections_waiting') ?? 0) > 0) return { tone: 'bad', text: m.operate_connections_bad(said) };
    if (now > fine) return { tone: 'watch', text: m.operate_connections_watch(said) };
    return { tone: 'fine', text: m.operate_connections_fine(said) };
  };
  const found = chart('connections', 'machine', m.operate_connections(), of('connections_in_use'), count, judge, {
    rule: m.operate_connections_rule({ fine: count(fine), most: count(most) }),
    limit: fine,
    top: most
  });
  return { ...found, now: newest('connections_in_use') === null ? found.now : m.operate_of({ count: found.now, most: count(most) }) };
}

function transaction(now: number): Judged {
  const found = tone(now, OPEN_S);
  const said = { age: duration(now) };
  if (now === 0) return { tone: 'fine', text: m.operate_transaction_none() };
  if (found === 'fine') return { tone: found, text: m.operate_transaction_fine(said) };
  return { tone: found, text: found === 'watch' ? m.operate_transaction_watch(said) : m.operate_transaction_bad(said) };
}

function jobs(now: number): Judged {
  const found = tone(now, JOBS);
  if (found === 'fine') return { tone: found, text: m.operate_jobs_fine() };
  const said = { count: count(now) };
  return { tone: found, text: found === 'watch' ? m.operate_jobs_watch(said) : m.operate_jobs_bad(said) };
}

function late(now: number): Judged {
  const found = tone(now, LATE_S);
  const said = { most: duration(now) };
  if (found === 'fine') return { tone: found, text: m.operate_late_fine(said) };
  return { tone: found, text: found === 'watch' ? m.operate_late_watch(said) : m.operate_late_bad(said) };
}

function memory(values: Values): (now: number) => Judged {
  return (now) => {
    const first = values.find((value) => value !== null) ?? now;
    const grown = now - first;
    if (now > first * GROWN.times && grown > GROWN.bytes) return { tone: 'watch', text: m.operate_memory_watch({ grown: size(grown) }) };
    return { tone: 'plain', text: m.operate_memory_text() };
  };
}

function disk(seen: Operation, newest: Newest): (now: number) => Judged {
  return (now) => {
    const share = now / seen.disk_bytes;
    const said = { free: size(now), all: size(seen.disk_bytes) };
    if (share < FREE.bad) return { tone: 'bad', text: m.operate_disk_bad(said) };
    if (share < FREE.fine) return { tone: 'watch', text: m.operate_disk_watch(said) };
    return { tone: 'fine', text: m.operate_disk_fine({ ...said, used: size(newest('database_bytes') ?? 0) }) };
  };
}
