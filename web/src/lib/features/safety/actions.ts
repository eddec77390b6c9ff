import { api } from '#lib/api/client.ts';
import type { Subject } from './report.svelte.ts';

export type Reason =
  | 'spam' | 'harassment' | 'hate' | 'violence' | 'sexual' | 'minor_safety' | 'self_harm' | 'impersonation' | 'illegal' | 'other';

/** Sending it again under the same `client_id` makes no second one. */
export async function sendReport({ kind, id, evidence }: Subject, client_id: string, reason: Reason, note: string): Promise<void> {
  await api.post('/reports', { subject: { kind, id }, reason, note, evidence, client_id });
}
