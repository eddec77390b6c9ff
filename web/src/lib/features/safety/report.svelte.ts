/** What is to be reported, and what is called so on the screen. `handle`: of who can be blocked with it. */
export type Subject = {
  kind: 'message' | 'person' | 'group' | 'post' | 'comment';
  id: string;
  name: string;
  handle: string | null;
  evidence: { conversation_id: string; seqs: number[] } | null;
};

/** The report that is being written; one at a time. What it takes to write and send it is loaded then. */
class Report {
  subject = $state<Subject | null>(null);

  begin(subject: Subject): void {
    this.subject = subject;
  }
}

export const report = new Report();
