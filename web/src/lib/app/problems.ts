import { ApiError, NetworkError } from '#lib/api/client.ts';
import { m } from '#lib/paraglide/messages.js';

const sentences: Record<string, () => string> = {
  bad_token: m.problem_bad_token,
  birth_date_invalid: m.problem_birth_date_invalid,
  display_name_empty: m.problem_display_name_empty,
  email_invalid: m.problem_email_invalid,
  email_taken: m.problem_email_taken,
  folder_full: m.order_problem_folder_full,
  folder_name_empty: m.order_problem_folder_name_empty,
  folder_name_too_long: m.order_problem_folder_name_too_long,
  group_full: m.problem_group_full,
  handle_invalid: m.problem_handle_invalid,
  handle_reserved: m.problem_handle_reserved,
  handle_taken: m.problem_handle_taken,
  last_owner: m.problem_last_owner,
  link_invalid: m.problem_link_invalid,
  minor_private: m.problem_minor_private,
  minors_here: m.problem_minors_here,
  nickname_empty: m.order_problem_nickname_empty,
  nickname_too_long: m.order_problem_nickname_too_long,
  not_allowed: m.problem_not_allowed,
  not_found: m.problem_not_found,
  not_friends: m.problem_not_friends,
  not_in_group: m.problem_not_in_group,
  password_too_common: m.problem_password_too_common,
  picture_invalid: m.problem_picture_invalid,
  picture_too_large: m.avatar_too_large,
  picture_too_many_pixels: m.problem_picture_too_many_pixels,
  signed_out: m.problem_signed_out,
  published: m.problem_published,
  sticker_unknown: m.packs_problem_sticker,
  too_many_packs: m.packs_problem_many,
  pack_full: m.packs_problem_full,
  picture_name: m.packs_problem_name,
  picture_name_taken: m.packs_problem_taken,
  emoji_invalid: m.packs_problem_emoji,
  too_many_folders: m.order_problem_too_many_folders,
  too_many_nicknames: m.order_problem_too_many_nicknames,
  too_many_pinned: m.say_too_many_pinned,
  too_many_pins: m.inbox_too_many_pins,
  unavailable: m.problem_away,
  title_empty: m.problem_title_empty,
  title_too_long: m.problem_title_too_long,
  under_minimum_age: m.problem_under_minimum_age,
  wrong_credentials: m.problem_wrong_credentials,
  wrong_password: m.problem_wrong_password
};

/** A problem in a sentence of this language. Codes the catalogue does not know keep the server's own sentence. */
export function sentence(problem: unknown): string {
  if (problem instanceof NetworkError) return navigator.onLine ? m.problem_away() : m.problem_offline();
  if (!(problem instanceof ApiError)) return m.problem_unknown();
  if (problem.code === 'rate_limited') return rateLimited(problem);
  if (problem.code === 'password_too_short') return m.problem_password_too_short({ least: Number(problem.data['least'] ?? 8) });
  const known = sentences[problem.code];
  return known ? known() : problem.status >= 500 ? m.problem_server() : problem.title;
}

function rateLimited(problem: ApiError): string {
  const wait = Number(problem.data['retry_after_s']);
  if (!Number.isFinite(wait)) return m.problem_rate_limited();
  return m.problem_rate_limited_until({ count: Math.max(1, Math.ceil(wait / 60)) });
}

/** The field a validation problem speaks of, where the server names one. */
export function fieldOf(problem: unknown): string | null {
  if (!(problem instanceof ApiError)) return null;
  const { field, errors } = problem.data as { field?: unknown; errors?: { field?: unknown }[] };
  const named = field ?? errors?.[0]?.field;
  return typeof named === 'string' ? named : null;
}
