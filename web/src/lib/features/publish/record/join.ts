import { ALL_FORMATS, BlobSource, BufferTarget, EncodedAudioPacketSource, EncodedPacketSink, EncodedVideoPacketSource, Input, Mp4OutputFormat, Output, WebMOutputFormat, type InputAudioTrack, type InputVideoTrack } from 'mediabunny';

type Source = EncodedVideoPacketSource | EncodedAudioPacketSource;

/** Parts that one recorder made one after the other, as one video: nothing is encoded anew. Throws where they do not fit together. */
export async function joined(parts: readonly Blob[]): Promise<Blob> {
  const inputs = parts.map((blob) => new Input({ source: new BlobSource(blob), formats: ALL_FORMATS }));
  const films = parts[0]!.type.includes('mp4');
  const output = new Output({ format: films ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat(), target: new BufferTarget() });
  try {
    const tracks = await Promise.all(inputs.map(async (input) => ({ video: await input.getPrimaryVideoTrack(), sound: await input.getPrimaryAudioTrack() })));
    const [video, sound] = [tracks[0]?.video, tracks[0]?.sound];
    const [pictures, tones] = [video && new EncodedVideoPacketSource((await video.getCodec()) as 'vp8'), sound && new EncodedAudioPacketSource((await sound.getCodec()) as 'opus')];
    if (!video || !pictures) throw new Error('no pictures');
    output.addVideoTrack(pictures, { rotation: await video.getRotation() });
    if (tones) output.addAudioTrack(tones);
    await output.start();
    let from = 0;
    for (const { video, sound } of tracks) {
      const ends = [await copied(video, pictures, from), tones ? await copied(sound, tones, from) : 0];
      from = Math.max(...ends);
    }
    await output.finalize();
    return new Blob([output.target.buffer!], { type: films ? 'video/mp4' : 'video/webm' });
  } finally {
    inputs.forEach((input) => input.dispose());
  }
}

/** Where it ends, in seconds. */
async function copied(track: InputVideoTrack | InputAudioTrack | null, to: Source, from: number): Promise<number> {
  if (!track) return from;
  const decoderConfig = await track.getDecoderConfig();
  let [begins, end] = [null as number | null, from];
  for await (const packet of new EncodedPacketSink(track).packets()) {
    begins ??= packet.timestamp;
    const timestamp = from + Math.max(0, packet.timestamp - begins);
    await to.add(packet.clone({ timestamp }), decoderConfig ? ({ decoderConfig } as never) : undefined);
    end = Math.max(end, timestamp + packet.duration);
  }
  return end;
}
