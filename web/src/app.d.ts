declare global {
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
