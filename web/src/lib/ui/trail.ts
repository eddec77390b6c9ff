/** Whether the step before this one in the history is a screen of this app. The root layout keeps it. */
export const trail = { inside: false };
