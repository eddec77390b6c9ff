import { m } from '#lib/paraglide/messages.js';

/** Why a file could not be made ready, by the server's code. */
export const reasons: Record<string, (about: { name: string }) => string> = {
  not_a_picture: m.media_failed_picture,
  picture_invalid: m.media_failed_picture,
  picture_too_many_pixels: m.media_failed_pixels,
  not_a_video: m.media_failed_video,
  media_invalid: m.media_failed_making,
  too_many_streams: m.media_failed_making,
  not_a_sound: m.media_failed_sound,
  video_too_long: m.media_failed_long,
  voice_too_long: m.media_failed_long,
  video_too_large: m.media_failed_large,
  video_too_many_frames: m.media_failed_large,
  too_large: m.media_failed_large,
  upload_empty: m.media_failed_empty,
  took_too_long: m.media_failed_making,
  making_failed: m.media_failed_making,
  media_lost: m.media_failed_lost
};
