import { api } from '#lib/api/client.ts';
import type { components } from '#lib/api/schema.ts';
import type { Upload } from '#lib/api/types.ts';

export type View = components['schemas']['View'];

export const fetchUpload = (id: string) => api.get<Upload>(`/uploads/${encodeURIComponent(id)}`);

export const postView = (conversation_id: string, seq: number, client_id: string) =>
  api.post<View>(`/conversations/${encodeURIComponent(conversation_id)}/messages/${seq}/view`, { client_id });

