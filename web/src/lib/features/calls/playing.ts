import type { Attachment } from 'svelte/attachments';

/** Plays what comes, as it comes. */
export function playing(stream: MediaStream): Attachment<HTMLMediaElement> {
  return (element) => {
    element.srcObject = stream;
    void element.play().catch(() => undefined);
    return () => (element.srcObject = null);
  };
}

/** Above all else, and the only thing that can be used. */
export const modal: Attachment<HTMLDialogElement> = (dialog) => {
  dialog.showModal();
  return () => dialog.close();
};
