import { getContext, setContext } from 'svelte';

type Box = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
/** What is wrong with a box whose content the browser holds back, in a sentence. */
export type Say = (box: Box) => string;

const key = Symbol('wrong');

/** Lets every field under this component say so itself; the browser's own words are in the browser's language. */
export function sayWrong(say: Say): void {
  setContext(key, say);
}

/** What the fields here say, or null where nobody has said what. */
export function wrongWords(): Say | null {
  return getContext<Say | undefined>(key) ?? null;
}

/** Answers an `invalid` event in the browser's place: no balloon, and the cursor in the first box that is wrong. */
export function holdBack(event: Event & { currentTarget: Box }): void {
  event.preventDefault();
  const first = event.currentTarget.form?.querySelector(':is(input, select, textarea):invalid');
  if (first === event.currentTarget) event.currentTarget.focus();
}
