/** The API's shapes, by the names this client uses; docs/api.md says what each field means. schema.ts is made by bin/types. */
import type { components } from './schema.ts';

type Schemas = components['schemas'];

export type Avatar = Schemas['Avatar'] | null;
export type Person = Schemas['Person'];
export type Me = Schemas['Me'];
export type Relation = Schemas['Relation'];
export type Profile = Schemas['Profile'];
export type Tag = Schemas['Tag'];
export type ListedPerson = Schemas['ListedPerson'];
export type People = Schemas['People'];
export type Device = Schemas['Device'];
export type TextBody = Schemas['TextBody'];
export type PollBody = Schemas['PollBody'];
export type LocationBody = Schemas['LocationBody'];
export type ContactBody = Schemas['ContactBody'];
export type Mention = Schemas['Mention'];
/** What people say; the other kind is what a conversation says of itself. */
export type Spoken = TextBody | PollBody | LocationBody | ContactBody | Schemas['MediaBody'] | Schemas['VoiceBody'] | Schemas['VideoNoteBody'] | StickerBody | CardBody;
/** A post, of which a message says nothing but its id. */
export type CardBody = Schemas['CardBody'];
export type Body = Spoken | Schemas['SystemBody'];
export type StickerBody = Schemas['StickerBody'];
export type PackEmoji = Schemas['PackEmoji'];
export type Pack = Schemas['Pack'];
export type Picture = Schemas['Picture'];
export type MediaBody = Schemas['MediaBody'];
export type MediaItem = Schemas['MediaItem'];
/** A file that was brought, and what became of it. */
export type Media = Schemas['Media'];
export type Upload = Schemas['Upload'];
/** What is said with files names them by their ids. */
export type SentWithMedia = Schemas['SentMedia'] | Schemas['SentVoice'] | Schemas['SentVideoNote'];
/** What a client sends: as it is said, with files that it brought, or a message of another conversation once more. */
export type Sent = Schemas['SentText'] | PollBody | LocationBody | ContactBody | SentWithMedia | Schemas['SentSticker'] | Schemas['SentCard'] | Schemas['SentForward'];
export type Reaction = Schemas['Reaction'];
export type Votes = Schemas['Votes'];
/** In an answer every field is there. */
export type SystemBody = Required<Schemas['SystemBody']>;
export type Called = Schemas['Called'];
export type Outcome = Called['outcome'];
export type Ice = Schemas['Ice'];
export type Permissions = Required<Schemas['Permissions']>;
export type Role = Permissions['send'];
export type Message = Schemas['Message'];
/** Something became of the message with the seq `about`. */
export type Changed =
  | Schemas['EditedEvent']
  | Schemas['UnsentEvent']
  | Schemas['SweptEvent']
  | Schemas['ReactedEvent']
  | Schemas['PinnedEvent']
  | Schemas['VotedEvent']
  | Schemas['ClosedEvent']
  | Schemas['PreviewedEvent']
  | Schemas['ViewedEvent'];
export type Event = Schemas['MessageEvent'] | Schemas['SystemEvent'] | Schemas['AcceptedEvent'] | Changed;
/** What is asked to become of a message. */
export type Wish = Schemas['ChangeRequest']['change'];
/** What can be put down to be sent later. */
export type Later = Schemas['ScheduleRequest']['body'];
export type Scheduled = Schemas['Scheduled'];
export type Sweep = Schemas['Sweep'];
export type Draft = Schemas['Draft'];
export type Ballots = Schemas['Ballots'];
export type Marks = Schemas['Marks'];
export type Nickname = Schemas['Nickname'];
export type Folder = Schemas['Folder'];
export type PushState = Schemas['PushState'];
export type NotificationSettings = Required<Schemas['NotificationSettings']>;
export type Colour = Exclude<Conversation['colour'], null>;
export type Origin = Schemas['Origin'];
export type Conversation = Schemas['Conversation'];
export type Member = Schemas['Member'];
export type Invited = Schemas['Invited'];
export type Members = Schemas['Members'];
export type Invitation = Schemas['Invitation'];
export type Invitations = Schemas['Invitations'];
export type Activity = Schemas['Activity'];
export type Activities = Schemas['Activities'];
export type InboxPage = Schemas['Inbox'];
export type Held = Schemas['Held'];
export type Proof = Schemas['Proof'];
export type ServerInfo = Schemas['Server'];
export type SignedIn = Schemas['SignedIn'];
export type Operation = Schemas['Operation'];
export type Mail = Schemas['KeptMail'];
export type Problem = Omit<Schemas['Problem'], 'detail'> & { detail?: string; [data: string]: unknown };
export type Post = Schemas['Post'];
/** In a feed a post says why it is there. */
export type FeedPost = Schemas['FeedPost'];
export type Posts = { posts: (Post | FeedPost)[]; next_cursor: string | null };
export type Audience = NonNullable<Post['audience']>;
export type Commenters = NonNullable<Post['comments']>;
export type Background = NonNullable<Post['background']>;
/** What a post's video carries beside itself; more as it is made. */
export type Video = Required<Schemas['Video']>;
export type PostRequest = Schemas['PostRequest'];
export type Comment = Schemas['Comment'];
export type Comments = Schemas['Comments'];
export type CommentsNow = Schemas['CommentsNow'];
export type CommentSettings = Required<Schemas['CommentSettings']>;
export type MyComment = Schemas['MyComment'];
export type Collection = Schemas['Collection'];
export type Tagged = Schemas['Tagged'];
