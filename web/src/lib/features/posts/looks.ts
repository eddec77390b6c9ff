import type { Audience, Background, Commenters } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';

/** What lies behind a text: the sheet, and ink that can be read on it in both themes. */
export const looks: Record<Background, string> = {
  paper: 'bg-sunken text-ink',
  sky: 'bg-post-sky text-white',
  dusk: 'bg-post-dusk text-white',
  leaf: 'bg-post-leaf text-white',
  sand: 'bg-post-sand text-night',
  rose: 'bg-post-rose text-white',
  ink: 'bg-post-ink text-white'
};

export const backgroundWords: Record<Background, () => string> = {
  paper: m.publish_bg_paper,
  sky: m.publish_bg_sky,
  dusk: m.publish_bg_dusk,
  leaf: m.publish_bg_leaf,
  sand: m.publish_bg_sand,
  rose: m.publish_bg_rose,
  ink: m.publish_bg_ink
};

export const audienceWords: Record<Audience, () => string> = {
  everyone: m.post_audience_everyone,
  followers: m.post_audience_followers,
  friends: m.post_audience_friends,
  close_friends: m.post_audience_close_friends,
  only_me: m.post_audience_only_me
};

export const commenterWords: Record<Commenters, () => string> = {
  everyone: m.publish_comments_everyone,
  followers: m.post_audience_followers,
  friends: m.post_audience_friends,
  nobody: m.publish_comments_nobody
};
