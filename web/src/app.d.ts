declare global {
  namespace App {
    interface PageState {
      /** the sheet that is open on this step of the history */
      sheet?: string;
    }
  }
}

export {};
