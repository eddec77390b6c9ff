import Hls from 'hls.js/light';

const RENEW_MS = 20_000;
/** An address of the bytes is over: the playlist names new ones. */
const OVER = new Set([403, 404]);

/**
 * Plays a playlist where the browser does not by itself. `fail` is told where it cannot be played at all.
 * Returns how to end it.
 */
export function attach(video: HTMLVideoElement, src: string, sparing: boolean, fail: () => unknown): () => void {
  if (!Hls.isSupported()) {
    if (video.canPlayType('application/vnd.apple.mpegurl')) video.src = src;
    else fail();
    return () => video.removeAttribute('src');
  }
  const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true, maxBufferLength: 20, backBufferLength: 30 });
  let renewed = -Infinity;
  if (sparing) hls.autoLevelCapping = 0;
  hls.on(Hls.Events.ERROR, (_, problem) => {
    if (problem.details === Hls.ErrorDetails.FRAG_LOAD_ERROR && OVER.has(problem.response?.code ?? 0) && performance.now() - renewed > RENEW_MS) {
      renewed = performance.now();
      const at = video.currentTime;
      hls.loadSource(src);
      hls.once(Hls.Events.MANIFEST_PARSED, () => hls.startLoad(at));
    } else if (problem.fatal && problem.type === Hls.ErrorTypes.MEDIA_ERROR) {
      hls.recoverMediaError();
    } else if (problem.fatal) {
      hls.destroy();
      fail();
    }
  });
  hls.loadSource(src);
  hls.attachMedia(video);
  return () => hls.destroy();
}
