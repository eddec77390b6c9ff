import { api, base } from '#lib/api/client.ts';
import type { Collection, Comment, CommentSettings, Comments, CommentsNow, MyComment, Post, PostRequest } from '#lib/api/types.ts';
import type { components } from '#lib/api/schema.ts';

export type PostVariant = 'small' | 'medium' | 'large' | 'poster' | 'video' | 'sprite' | 'peaks' | `${number}p`;

const at = (id: string) => `/posts/${encodeURIComponent(id)}`;
const comment = (id: string) => `/comments/${encodeURIComponent(id)}`;

/** The door of a post's medium: it answers who may see the post now. */
export const postDoor = (id: string, media_id: string, variant: PostVariant) => `${base}${at(id)}/media/${media_id}/${variant}`;

export const fetchPost = (id: string) => api.get<Post>(at(id));
export const makePost = (post: PostRequest) => api.post<Post>('/posts', post);
export const glimpse = (text: string) => api.post<{ preview: Post['preview'] }>('/posts/previews', { text });
export const changePost = (id: string, change: components['schemas']['PostChange']) => api.patch<Post>(at(id), change);
export const deletePost = (id: string) => api.delete(at(id));
export const restorePost = (id: string) => api.post<Post>(`${at(id)}/restore`);
export const setOn = (id: string, what: 'like' | 'pin' | 'repost', on: boolean) => api[on ? 'put' : 'delete']<Post>(`${at(id)}/${what}`);

export const keepPost = (id: string, collection_id: string | null) => api.put<Post>(`${at(id)}/bookmark`, { collection_id });
export const dropPost = (id: string) => api.delete(`${at(id)}/bookmark`);
export const lessLikeIt = (id: string, on: boolean) => api[on ? 'put' : 'delete'](`${at(id)}/not-interested`);
export const tellViews = (post_ids: string[]) => api.post('/views', { post_ids });
export const fetchCollections = () => api.get<{ collections: Collection[] }>('/me/collections');
export const makeCollection = (name: string, client_id: string) => api.post<Collection>('/me/collections', { name, client_id });
export const renameCollection = (id: string, name: string) => api.patch<Collection>(`/me/collections/${id}`, { name });
export const deleteCollection = (id: string) => api.delete(`/me/collections/${id}`);
export const likesOf = (id: string) => `${at(id)}/likes`;

export const namePeople = (id: string, people: components['schemas']['PeopleRequest']['people']) => api.put<Post>(`${at(id)}/people`, { people });
export const agreeToBeIn = (id: string) => api.put<Post>(`${at(id)}/people/me`);
export const leavePost = (id: string) => api.delete(`${at(id)}/people/me`);

export const fetchComments = (id: string, cursor: string | null) => api.get<Comments>(`${at(id)}/comments`, { cursor });
export const fetchComment = (id: string) => api.get<Comment>(comment(id));
export const fetchReplies = (id: string, cursor: string | null) => api.get<Comments>(`${comment(id)}/replies`, { cursor });
export const makeComment = (post_id: string, said: { client_id: string; text: string; parent_id?: string }) => api.post<Comment>(`${at(post_id)}/comments`, said);
export const fetchCommentsNow = (post_id: string, ids: string[]) => api.get<CommentsNow>(`${at(post_id)}/comments/now?${ids.map((id) => `ids=${id}`).join('&')}`);
export const changeComment = (id: string, text: string) => api.patch<Comment>(comment(id), { text });
export const restoreComment = (id: string) => api.post(`${comment(id)}/restore`);
export const pinComment = (id: string, on: boolean) => api[on ? 'put' : 'delete']<Comment>(`${comment(id)}/pin`);
export const putComment = (id: string, state: Comment['state']) => (state === 'shown' ? api.delete<Comment>(`${comment(id)}/hidden`) : api.put<Comment>(`${comment(id)}/${state}`));
export const fetchWaitingComments = (cursor: string | null) => api.get<Comments>('/me/comments/waiting', { cursor });
export const fetchMyComments = (cursor: string | null) => api.get<{ comments: MyComment[]; next_cursor: string | null }>('/me/comments', { cursor });
export const fetchCommentSettings = () => api.get<CommentSettings>('/me/comment-settings');
export const saveCommentSettings = (wish: Partial<CommentSettings>) => api.patch<CommentSettings>('/me/comment-settings', wish);
export const deleteComment = (id: string) => api.delete(comment(id));
export const likeComment = (id: string, on: boolean) => api[on ? 'put' : 'delete']<Comment>(`${comment(id)}/like`);
