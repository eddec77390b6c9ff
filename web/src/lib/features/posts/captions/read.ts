import { decoded, nextId, type Cue } from './cues.ts';

const PATIENCE_MS = 10_000;

/** Read by the browser, as it would be shown. Throws where it cannot be. */
export async function read(vtt: string): Promise<Cue[]> {
  const url = URL.createObjectURL(new Blob([vtt], { type: 'text/vtt' }));
  const element = document.createElement('track');
  try {
    await new Promise<void>((there, fail) => {
      element.onload = () => there();
      element.onerror = () => fail(new Error('these captions cannot be read'));
      setTimeout(() => fail(new Error('took too long')), PATIENCE_MS);
      document.createElement('video').append(element);
      element.track.mode = 'hidden';
      element.src = url;
    });
    return [...(element.track.cues ?? [])].map((cue) => of(cue as VTTCue));
  } finally {
    URL.revokeObjectURL(url);
  }
}

const of = (cue: VTTCue): Cue => ({ id: nextId(), start: Math.round(cue.startTime * 1_000), end: Math.round(cue.endTime * 1_000), words: decoded(cue.text), settings: settings(cue) });

/** Where it stands, where that is said. */
function settings({ align, size, position, positionAlign, line, snapToLines, lineAlign }: VTTCue): string {
  const aligned = (how: string, usual: string) => (!how || how === usual ? '' : `,${how}`);
  return [
    align !== 'center' && `align:${align}`,
    size !== 100 && `size:${size}%`,
    position !== 'auto' && `position:${position}%${aligned(positionAlign, 'auto')}`,
    line !== 'auto' && `line:${line}${snapToLines ? '' : '%'}${aligned(lineAlign, 'start')}`
  ].filter(Boolean).join(' ');
}
