import { api, base } from '#lib/api/client.ts';
import type { Comment, Comments, Post, PostRequest } from '#lib/api/types.ts';
import type { components } from '#lib/api/schema.ts';

export type PostVariant = 'small' | 'medium' | 'large' | 'poster' | 'video';

const at = (id: string) => `/posts/${encodeURIComponent(id)}`;
const comment = (id: string) => `/comments/${encodeURIComponent(id)}`;

/** The door of a post's medium: it answers who may see the post now. */
export const postDoor = (id: string, media_id: string, variant: PostVariant) => `${base}${at(id)}/media/${media_id}/${variant}`;

export const fetchPost = (id: string) => api.get<Post>(at(id));
export const makePost = (post: PostRequest) => api.post<Post>('/posts', post);
export const changePost = (id: string, change: components['schemas']['PostChange']) => api.patch<Post>(at(id), change);
export const deletePost = (id: string) => api.delete(at(id));
export const restorePost = (id: string) => api.post<Post>(`${at(id)}/restore`);
export const setOn = (id: string, what: 'like' | 'pin', on: boolean) => api[on ? 'put' : 'delete']<Post>(`${at(id)}/${what}`);

export const fetchComments = (id: string, cursor: string | null) => api.get<Comments>(`${at(id)}/comments`, { cursor });
export const fetchComment = (id: string) => api.get<Comment>(comment(id));
export const fetchReplies = (id: string, cursor: string | null) => api.get<Comments>(`${comment(id)}/replies`, { cursor });
export const makeComment = (post_id: string, said: { client_id: string; text: string; parent_id?: string }) => api.post<Comment>(`${at(post_id)}/comments`, said);
export const deleteComment = (id: string) => api.delete(comment(id));
export const likeComment = (id: string, on: boolean) => api[on ? 'put' : 'delete']<Comment>(`${comment(id)}/like`);
