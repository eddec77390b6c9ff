declare global {
  /** Tells one shape of the API's answers from another; vite.config.ts makes it. */
  const __API_SHAPE__: string;

  namespace App {
    interface PageState {
      /** the sheet that is open on this step of the history */
      sheet?: string;
      /** a conversation was just made: the cursor goes to its composer, on a phone too */
      write?: boolean;
    }
  }
}

export {};
