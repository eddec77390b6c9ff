/** One part of a video: recorded from a press to the next. */
export type Part = { key: string; blob: Blob; ms: number };

/** Where the pieces of the part that is recorded now stand, among those of conversations. */
export const LEFT = 'post';

/** The parts of the video that is being recorded for the post that is written. */
class Recorded {
  parts = $state.raw<readonly Part[]>([]);
}

export const recorded = new Recorded();
