import { api } from '#lib/api/client.ts';
import type { Conversation, Draft, Later, Scheduled, Sweep } from '#lib/api/types.ts';

const one = (id: string) => `/conversations/${encodeURIComponent(id)}`;

export const putTimer = (id: string, timer_s: number | null) => api.put<Conversation>(`${one(id)}/timer`, { timer_s });

export const postHidden = (id: string, seqs: readonly number[]) => api.post(`${one(id)}/hidden`, { seqs });

export const fetchHidden = (id: string) => api.get<{ seqs: number[]; hidings: number }>(`${one(id)}/hidden`);

/** Takes back all that I said; how far it is, is asked by `fetchSweep`. */
export const deleteMine = (id: string) => api.delete(`${one(id)}/messages/mine`);

export const fetchSweep = (id: string) => api.get<Sweep>(`${one(id)}/messages/mine`);

export const postScheduled = (id: string, client_id: string, body: Later, send_at: string) =>
  api.post<Scheduled>(`${one(id)}/scheduled`, { client_id, body, send_at });

export const fetchScheduled = () => api.get<{ scheduled: Scheduled[] }>('/me/scheduled');

export const patchScheduled = (id: string, change: { body?: Later; send_at?: string }) => api.patch<Scheduled>(`/me/scheduled/${id}`, change);

export const deleteScheduled = (id: string) => api.delete(`/me/scheduled/${id}`);

export const putDraft = (id: string, text: string, at: number) => api.put<Draft>(`${one(id)}/draft`, { text, at: new Date(at).toISOString() });

export const fetchDrafts = () => api.get<{ drafts: Draft[] }>('/me/drafts');
