import { m } from '#lib/paraglide/messages.js';

export type Facing = 'user' | 'environment';

/** Why there is no sound or picture of mine, in words. */
export class NoDevice extends Error {}

export async function microphone(): Promise<MediaStreamTrack> {
  return first({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } }, {
    missing: m.calls_no_microphone(),
    refused: m.calls_microphone_refused(),
    taken: m.calls_microphone_taken()
  });
}

export async function camera(facing: Facing): Promise<MediaStreamTrack> {
  return first({ video: { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 } } }, {
    missing: m.calls_no_camera(),
    refused: m.calls_camera_refused(),
    taken: m.calls_camera_taken()
  });
}

/** Whether there is another camera to turn to. */
export async function hasTwoCameras(): Promise<boolean> {
  const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return found.filter(({ kind }) => kind === 'videoinput').length > 1;
}

async function first(wanted: MediaStreamConstraints, words: { missing: string; refused: string; taken: string }): Promise<MediaStreamTrack> {
  // Browsers give them to secure addresses alone.
  if (!navigator.mediaDevices) throw new NoDevice(m.calls_insecure());
  try {
    const [track] = (await navigator.mediaDevices.getUserMedia(wanted)).getTracks();
    if (track) return track;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') throw new NoDevice(words.refused);
    if (name === 'NotReadableError' || name === 'AbortError') throw new NoDevice(words.taken);
  }
  throw new NoDevice(words.missing);
}
