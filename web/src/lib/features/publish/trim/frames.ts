const HEIGHT = 128;
const PATIENCE_MS = 4_000;

const once = (target: EventTarget, name: string, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('took too long')), PATIENCE_MS);
    signal.addEventListener('abort', () => reject(new Error('over')), { once: true });
    target.addEventListener(name, () => (clearTimeout(timer), resolve()), { once: true });
  });

/** So many stills of a video, from its beginning (or `from_ms`) to its end, each as soon as it is there. Ends early where none come. */
export async function frames(url: string, whole_ms: number, count: number, signal: AbortSignal, each: (picture: string) => unknown, from_ms = 0): Promise<void> {
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true, preload: 'auto', src: url });
  const canvas = document.createElement('canvas');
  try {
    await once(video, 'loadeddata', signal);
    [canvas.height, canvas.width] = [HEIGHT, Math.max(1, Math.round((HEIGHT * video.videoWidth) / video.videoHeight))];
    for (let n = 0; n < count; n += 1) {
      const there = once(video, 'seeked', signal);
      video.currentTime = (from_ms + ((whole_ms - from_ms) * (n + 0.5)) / count) / 1_000;
      await there;
      canvas.getContext('2d')!.drawImage(video, 0, 0, canvas.width, canvas.height);
      each(canvas.toDataURL('image/jpeg', 0.7));
    }
  } catch {
    // Without them the strip is plain, and its ends move all the same.
  } finally {
    video.removeAttribute('src');
    video.load();
  }
}
