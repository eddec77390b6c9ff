import { ApiError } from '#lib/api/client.ts';
import type { Body, Event, Message } from '#lib/api/types.ts';
import { sentence } from '#lib/app/problems.ts';
import { session } from '#lib/app/session.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { activity } from '#lib/features/activity/activity.svelte.ts';
import { calling } from '#lib/features/calls/calling.ts';
import type { Cards } from '#lib/features/cards/cards.svelte.ts';
import { cache } from '#lib/features/messages/cache.ts';
import { holder, kept, lead, recall, sync } from '#lib/features/messages/catchup.ts';
import { complete } from '#lib/features/messages/complete.svelte.ts';
import { conversations } from '#lib/features/messages/conversations.svelte.ts';
import { drafts } from '#lib/features/messages/drafts.svelte.ts';
import { expiry } from '#lib/features/messages/expiry.ts';
import { invitations } from '#lib/features/messages/invitations.svelte.ts';
import { members } from '#lib/features/groups/members.svelte.ts';
import { pinned } from '#lib/features/messages/pinned.svelte.ts';
import { quotes } from '#lib/features/messages/quotes.svelte.ts';
import { saying } from '#lib/features/messages/saying.svelte.ts';
import { isSystem, returns } from '#lib/features/messages/membership.ts';
import { messages } from '#lib/features/messages/messages.svelte.ts';
import { persons } from '#lib/features/messages/persons.svelte.ts';
import { presence } from '#lib/features/messages/presence.svelte.ts';
import { strangers } from '#lib/features/messages/strangers.svelte.ts';
import { typing } from '#lib/features/messages/typing.svelte.ts';
import { folders } from '#lib/features/order/folders.svelte.ts';
import { nicknames } from '#lib/features/order/nicknames.svelte.ts';
import { mayCount } from '#lib/features/streaks/days.ts';
import { scheduled } from '#lib/features/time/scheduled.svelte.ts';
import { trays } from '#lib/features/media/trays.svelte.ts';
import { silence } from '#lib/live/lastwords.ts';
import { live } from '#lib/live/live.svelte.ts';
import { isSend, PASSING } from '#lib/live/outbox.ts';
import { asSaid, withMedia } from '#lib/live/parts.ts';
import { wipe } from '#lib/live/store.ts';
import { eventOf, type Frame, type Said, type ServerFrame } from '#lib/live/wire.ts';
import { m } from '#lib/paraglide/messages.js';

const AGAIN_MS = 5_000;
const SPREAD_MS = 2_000;

/** Every frame the server pushes, and what it changes here. Read this table to know every effect. */
const subscribers: { [Op in ServerFrame['op']]: (frame: Frame<Op>) => unknown } = {
  ready: (frame) => {
    presence.forget();
    void activity.load().catch(() => undefined);
    invitations.again();
    void scheduled.load();
    void drafts.meet();
    void arrange(folders);
    void arrange(nicknames);
    calling.back();
    void cards((all) => all.again());
    for (const { id } of messages.all()) live.look(id);
    return sync.ready(frame);
  },
  ok: stored,
  message: ({ message }) => arrived(message),
  event: ({ event }) => happened(event),
  receipt: ({ conversation_id, ...receipt }) => conversations.receipt(conversation_id, receipt),
  mark: ({ conversation_id, read_seq, read_n }) => conversations.read(conversation_id, read_seq, read_n),
  typing: ({ conversation_id, account_id, doing }) => typing.heard(conversation_id, account_id, doing),
  presence: ({ account_id, online, last_seen_at }) => presence.heard(account_id, { online, last_seen_at }),
  // Many are told so in the same moment: not all ask in it.
  sync: () => setTimeout(() => void sync.refresh(), Math.random() * SPREAD_MS),
  changed: ({ conversation_id }) => conversations.refetch(conversation_id),
  invitation: () => invitations.changed(),
  activity: () => activity.heard(),
  hidden: ({ conversation_id, seqs }) => {
    messages.held(conversation_id)?.hide(seqs);
    return conversations.refetch(conversation_id).catch(() => undefined);
  },
  scheduled: () => scheduled.load(),
  folders: () => arrange(folders),
  nicknames: () => arrange(nicknames),
  packs: ({ conversation_id }) => import('#lib/features/packs/packs.svelte.ts').then(({ packs }) => packs.heard(conversation_id)).catch(() => undefined),
  notifications: () => import('#lib/features/notifications/settings.svelte.ts').then(({ howToTell }) => howToTell.changed()).catch(() => undefined),
  media: ({ id }) => files().then(({ carrying }) => carrying.heard(id)).catch(() => undefined),
  post: ({ id, state }) => import('#lib/features/publish/published.ts').then(({ heard }) => heard(id, state)).catch(() => undefined),
  video: ({ id, done, of }) => void import('#lib/features/posts/posts.svelte.ts').then(({ posts }) => posts.made(id, done, of)).catch(() => undefined),
  comments: ({ post_id, ids }) => import('#lib/features/comments/listening.ts').then(({ listening }) => listening.heard(post_id, ids)).catch(() => undefined),
  comment_settings: () => import('#lib/features/comments/settings.svelte.ts').then(({ order }) => order.changed()).catch(() => undefined),
  card: ({ post_id }) => cards((all) => all.heard(post_id)),
  draft: (frame) => drafts.heard(frame),
  call: (frame) => calling.heard(frame),
  call_ok: (frame) => calling.heard(frame),
  call_signal: (frame) => calling.heard(frame),
  // The outbox answers for refused sends, a call for its own, who looks for what was too much; the other frames of a well-made client are not refused.
  error: refusedChange,
  pong: () => undefined
};

/** What carries files to the server: loaded by the tab that does, once it leads. */
const files = () => import('#lib/features/media/carrying.svelte.ts');

/** What brings posts to the server, whatever is on the screen. */
const leaving = () => import('#lib/features/publish/leaving.ts');
/** Posts in conversations: whatever was said of them while nobody listened is asked for anew. */
const cards = (then: (all: Cards) => Promise<void>) =>
  import('#lib/features/cards/cards.svelte.ts').then((found) => then(found.cards)).catch(() => undefined);

/** My own order, as it is from now on; the device keeps it too. */
async function arrange(order: typeof folders | typeof nicknames): Promise<void> {
  await order.load();
  cache.soon();
}

function deliver(frame: ServerFrame): void {
  void (subscribers[frame.op] as ((frame: ServerFrame) => unknown) | undefined)?.(frame);
}

function arrived(message: Said): void {
  const event = eventOf(message);
  conversations.event(event);
  mayCount(message);
  messages.held(message.conversation_id)?.apply(event);
  if (message.sender === conversations.me) return;
  typing.stopped(message.conversation_id, message.sender);
  void acknowledged(message);
}

async function acknowledged({ conversation_id, seq }: Message): Promise<void> {
  // The first message of a conversation comes before its head does.
  const head = await conversations.known(conversation_id).catch(() => null);
  if (head?.state === 'accepted') live.marks.delivered(head.id, seq);
}

function happened(event: Event): void {
  conversations.event(event);
  members.event(event);
  quotes.event(event);
  pinned.event(event);
  const thread = messages.held(event.conversation_id);
  thread?.apply(event);
  if (event.kind === 'system' && isSystem(event.message) && returns(event.message, conversations.me)) {
    void thread?.load().catch(() => undefined);
  }
}

/** My message is on disk: it takes its place in the log although only its number came back. */
function stored({ op: _, ...place }: Frame<'ok'>): void {
  const entry = live.entries.find(({ client_id }) => client_id === place.client_id);
  if (entry === undefined || !isSend(entry) || place.n === null) return;
  // What was forwarded, or put down for later with files, the server alone can say.
  const { body, parts, shown } = entry;
  if (withMedia(body) && parts) arrived({ ...place, n: place.n, sender: conversations.me, body: asSaid(body, parts) });
  else if (body.type === 'forward' || withMedia(body)) void messages.held(place.conversation_id)?.catchUp({ last_seq: place.seq }).catch(() => undefined);
  else arrived({ ...place, n: place.n, sender: conversations.me, body: shown ?? (body as Body) });
}

/** What was shown of a change is taken back as its entry goes; why is said here. */
function refusedChange(frame: Frame<'error'>): void {
  const { client_id, ...problem } = frame;
  calling.refused(frame);
  if (problem['limit'] === 'looks_account') void import('#lib/features/posts/looking.ts').then(({ looking }) => looking.refused(Number(problem['retry_after_s']) || 0)).catch(() => undefined);
  const entry = live.entries.find((other) => other.client_id === client_id);
  if (entry && !isSend(entry) && !PASSING.has(problem.code)) toasts.tell(sentence(new ApiError(problem)));
}

function connect(account_id: string): void {
  live.start({
    account_id,
    deliver,
    signedOut: () => void refused(account_id),
    holds: () => session.holds(account_id),
    recall,
    lead: async () => {
      await lead();
      void files().then(({ carrying }) => carrying.lead(account_id)).catch(() => undefined);
    },
    look
  });
  void leaving().then(({ attendPosts }) => attendPosts(account_id)).catch(() => undefined);
}

/** Another tab shows it: this one, which keeps things for all, holds it too. */
function look(conversation_id: string): void {
  const thread = messages.open(conversation_id);
  if (thread.state === 'idle') void thread.load().catch(() => undefined);
}

/** The gateway turned this device away. The server is asked whether it is really signed out before anything is wiped. */
async function refused(account_id: string): Promise<void> {
  await session.start();
  if (session.me?.id === account_id) setTimeout(() => conversations.me === account_id && connect(account_id), AGAIN_MS);
  else toasts.tell(m.talk_signed_out_elsewhere());
}

/** The account's live line, from sign-in to sign-out. Returns how to end it. */
export function attend(account_id: string): () => void {
  conversations.me = account_id;
  cache.start(kept);
  expiry.start(holder);
  connect(account_id);
  void drafts.restore(account_id);
  const keepAll = () => {
    if (session.holds(account_id)) drafts.part(account_id);
    void cache.now();
  };
  const gone = new AbortController();
  addEventListener('pagehide', keepAll, gone);
  // A phone may end a page that is out of sight without another word.
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'hidden' && keepAll()), gone);
  const forget = session.onSignOut(async () => {
    end();
    silence(account_id);
    localStorage.removeItem(`paperplane:post:${account_id}`);
    await wipe(account_id);
  });
  function end(): void {
    gone.abort();
    forget();
    conversations.me = '';
    void leaving().then(({ leavePosts }) => leavePosts()).catch(() => undefined);
    cache.stop();
    expiry.stop();
    sync.stop();
    live.stop();
    for (const state of [calling, complete, conversations, messages, drafts, typing, presence, persons, members, quotes, pinned, saying, trays, invitations, strangers, activity, scheduled, folders, nicknames]) state.clear();
  }
  return end;
}
