const LISTS = /^\/(feed\/(for-you|following|latest)|users\/[^/]+\/posts|tags\/[^/]+\/posts|me\/bookmarks(\?collection=[\w-]+)?)$/;

/** The list in which one watches, of those there are. */
export function listOf(search: Pick<URLSearchParams, 'get'>): string | null {
  const path = search.get('in');
  return path && LISTS.test(path) ? path : null;
}

export const watchAt = (id: string, path: string | null): string => `/watch/${id}${path ? `?in=${encodeURIComponent(path)}` : ''}`;
