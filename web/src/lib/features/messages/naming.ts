import type { Mention } from '#lib/api/types.ts';

/** Who is named in a text that is being sent: known once what completes names is loaded, as it is in every group. */
export const naming: { find: (conversation_id: string, text: string) => Mention[] } = { find: () => [] };
