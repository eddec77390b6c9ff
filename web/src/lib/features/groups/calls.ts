import { api } from '#lib/api/client.ts';
import type { Conversation, Member, Members, Permissions, Person, Role } from '#lib/api/types.ts';

const one = (id: string) => `/conversations/${encodeURIComponent(id)}`;

export type NewGroup = { title: string; members: string[]; client_id: string };
export type GroupChange = { title?: string; permissions?: Partial<Permissions>; history?: Conversation['history'] };

/** Made once for each `client_id`, however often it is asked. */
export const postGroup = (group: NewGroup) => api.post<Conversation>('/conversations', { kind: 'group', ...group });

export const patchGroup = (id: string, change: GroupChange) => api.patch<Conversation>(one(id), change);

export const putPicture = (id: string, picture: Blob) => api.put<Conversation>(`${one(id)}/picture`, picture);

export const deletePicture = (id: string) => api.delete<Conversation>(`${one(id)}/picture`);

export const fetchMembers = (id: string, cursor: string | null) => api.get<Members>(`${one(id)}/members`, { cursor });

export const postMembers = (id: string, handles: string[]) =>
  api.post<{ added: Person[]; invited: Person[] }>(`${one(id)}/members`, { handles });

/** Out of the group, or no longer asked to come. */
export const deleteMember = (id: string, account_id: string) => api.delete(`${one(id)}/members/${account_id}`);

export const putRole = (id: string, account_id: string, role: Role) =>
  api.put<Member>(`${one(id)}/members/${account_id}/role`, { role });

export const deleteMembership = (id: string) => api.delete(`${one(id)}/membership`);
