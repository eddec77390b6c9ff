import { m } from '#lib/paraglide/messages.js';
import type { Say } from '#lib/ui/wrong.ts';

/** What is wrong with a box that the browser holds back, in a sentence of this language. */
export const wrong: Say = (box) => {
  if (box.validity.valueMissing) return m.field_missing();
  if (box.validity.typeMismatch) return box.type === 'email' ? m.problem_email_invalid() : m.problem_link_invalid();
  return box.validationMessage;
};
