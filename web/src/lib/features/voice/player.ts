import { session } from '#lib/app/session.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { heard } from './heard.svelte.ts';
import { next, sourceOf } from './following.ts';
import { sounding, type Track } from './sounding.svelte.ts';

export const RATES = [1, 1.5, 2];
const KEPT = 'paperplane:rate';
const STEP_S = 5;

/** Not in the page: it goes on whatever is on the screen. */
const audio = new Audio();
let address = '';
sounding.rate = rateKept();
session.onSignOut(close);

audio.ontimeupdate = () => {
  if (sounding.track) sounding.at = Math.min(audio.currentTime * 1000, sounding.track.ms);
};
audio.onplay = audio.onpause = () => {
  sounding.playing = !audio.paused;
};
audio.onended = () => void ended();
audio.onerror = () => {
  if (!sounding.track) return;
  close();
  toasts.tell(m.voice_failed());
};

function rateKept(): number {
  const kept = Number(localStorage.getItem(KEPT));
  return RATES.includes(kept) ? kept : 1;
}

/** From its beginning, or from where it was left. */
export function play(track: Track, source: string | Blob, from = 0): void {
  sounding.claim(pause);
  URL.revokeObjectURL(address);
  address = typeof source === 'string' ? source : URL.createObjectURL(source);
  [sounding.track, sounding.at] = [track, from];
  audio.src = address;
  if (from > 0) audio.currentTime = from / 1000;
  audio.defaultPlaybackRate = audio.playbackRate = sounding.rate;
  void start();
  if (track.seq !== null) heard.hear(track.conversation_id, track.seq);
  present(track);
}

export function pause(): void {
  audio.pause();
}

export function resume(): void {
  sounding.claim(pause);
  void start();
}

export function seek(ms: number): void {
  audio.currentTime = ms / 1000;
  sounding.at = ms;
}

export function faster(): void {
  sounding.rate = RATES[(RATES.indexOf(sounding.rate) + 1) % RATES.length]!;
  audio.defaultPlaybackRate = audio.playbackRate = sounding.rate;
  localStorage.setItem(KEPT, String(sounding.rate));
}

export function close(): void {
  sounding.track = null;
  audio.pause();
  audio.removeAttribute('src');
  URL.revokeObjectURL(address);
  [address, sounding.at, sounding.playing] = ['', 0, false];
  if ('mediaSession' in navigator) navigator.mediaSession.metadata = null;
}

async function start(): Promise<void> {
  // What was stopped before it began is no failure; what cannot be played says so itself.
  await audio.play().catch(() => undefined);
}

/** What comes after it in the same conversation, and was not heard yet, is played too. */
async function ended(): Promise<void> {
  const { track } = sounding;
  const following = track && (await next(track));
  if (sounding.track !== track) return;
  if (following) play(following, sourceOf(following));
  else close();
}

/** The keys of a keyboard, a headset, and a phone that is locked. */
function present(track: Track): void {
  if (!('mediaSession' in navigator)) return;
  const session = navigator.mediaSession;
  session.metadata = new MediaMetadata({ title: m.voice_note(), artist: track.name });
  const by = (seconds: number) => seek(Math.min(track.ms, Math.max(0, sounding.at + seconds * 1000)));
  const acts: [MediaSessionAction, MediaSessionActionHandler][] = [
    ['play', resume],
    ['pause', pause],
    ['stop', close],
    ['seekbackward', ({ seekOffset }) => by(-(seekOffset ?? STEP_S))],
    ['seekforward', ({ seekOffset }) => by(seekOffset ?? STEP_S)]
  ];
  for (const [action, act] of acts) session.setActionHandler(action, act);
}
