import { api } from '#lib/api/client.ts';
import type { components } from '#lib/api/schema.ts';
import type { Upload } from '#lib/api/types.ts';

export type Sizes = Required<components['schemas']['Sizes']>;
export type View = components['schemas']['View'];

export const fetchUpload = (id: string) => api.get<Upload>(`/uploads/${encodeURIComponent(id)}`);

export const postView = (conversation_id: string, seq: number, client_id: string) =>
  api.post<View>(`/conversations/${encodeURIComponent(conversation_id)}/messages/${seq}/view`, { client_id });

let asked: Promise<Sizes> | null = null;
/** How large things may be; asked once. */
export function fetchSizes(): Promise<Sizes> {
  asked ??= api.get<{ sizes: Sizes }>('/limits').then(({ sizes }) => sizes);
  asked.catch(() => (asked = null));
  return asked;
}
