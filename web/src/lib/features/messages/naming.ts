import type { Mention, PackEmoji } from '#lib/api/types.ts';

/** Who is named in a text that is being sent: known once what completes names is loaded, as it is in every group. */
export const naming: { find: (conversation_id: string, text: string) => Mention[] } = { find: () => [] };

/** Which pictures of packs stand in a text by their names: known once packs are loaded, as they are where a text may hold one. */
export const picturing: { find: (conversation_id: string, text: string) => PackEmoji[] } = { find: () => [] };
