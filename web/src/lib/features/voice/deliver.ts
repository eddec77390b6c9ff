import type { Body } from '#lib/api/types.ts';
import { sayMedia } from '#lib/features/media/outgoing.ts';
import { saying } from '#lib/features/messages/saying.svelte.ts';
import { fileName } from './capture.ts';
import { offers } from './offers.svelte.ts';
import { recorder } from './recorder.svelte.ts';
import type { Take } from './take.ts';
import { waveform } from './waves.ts';

/** What is being recorded ends, and is sent. */
export async function sendNow(once = false): Promise<void> {
  if (recorder.take) offers.leave(recorder.take);
  const take = await recorder.finish();
  if (take) await deliver(take, once);
}

/** It is handed to the outbox, which keeps it from then on; only then it goes from here. */
export async function deliver(take: Take, once: boolean): Promise<void> {
  const { id, conversation_id, kind, type } = take.recording;
  offers.leave(take);
  const about = saying.of(conversation_id);
  const reply = about?.kind === 'reply' ? { reply_to: about.message.seq } : {};
  const said = { type: kind, ...(once && { view_once: true }), ...reply };
  const { blob } = take;
  const name = fileName(kind, type);
  const item = { media_id: id, kind, name, bytes: blob.size, duration_ms: Math.round(take.ms), ...(kind === 'voice' && { waveform: waveform(take.levels) }) };
  try {
    await sayMedia(conversation_id, { ...said, media_id: id }, [{ key: id, blob, name, kind }], { ...said, item } as Body);
  } catch {
    // There was no room for it to wait in, as was said; it still has its own.
    return void (await offers.stay(take));
  }
  if (about?.kind === 'reply') saying.leave(conversation_id);
  await take.drop();
}

/** Nothing of it stays. */
export async function throwAway(take: Take): Promise<void> {
  offers.leave(take);
  await (recorder.take === take ? recorder.drop() : take.drop());
}
