const RING = { notes: [659.26, 783.99, 987.77], gap_s: 0.18, every_ms: 3_000, loud: 0.16 };
const BACK = { notes: [440], gap_s: 1, every_ms: 4_000, loud: 0.05 };

/** Rings, or tells the caller that it does, until the function returned is called. A browser that wants a touch first stays silent. */
export function ring(kind: 'ring' | 'back'): () => void {
  const context = 'AudioContext' in globalThis ? new AudioContext() : null;
  const tune = kind === 'ring' ? RING : BACK;
  const once = () => {
    if (context?.state === 'running') play(context, tune);
    if (kind === 'ring') navigator.vibrate?.([300, 150, 300]);
  };
  void context?.resume().then(once, () => undefined);
  const timer = setInterval(once, tune.every_ms);
  return () => {
    clearInterval(timer);
    if (kind === 'ring') navigator.vibrate?.(0);
    if (context?.state !== 'closed') void context?.close();
  };
}

function play(context: AudioContext, { notes, gap_s, loud }: typeof RING): void {
  notes.forEach((note, i) => {
    const at = context.currentTime + i * gap_s;
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = note;
    // Sudden edges would click.
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(loud, at + 0.02);
    volume.gain.setValueAtTime(loud, at + gap_s * 0.8);
    volume.gain.linearRampToValueAtTime(0, at + gap_s * 1.6);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + gap_s * 1.7);
  });
}
