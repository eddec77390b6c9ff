CREATE TYPE public.pgqueuer_status AS ENUM (
    'queued',
    'picked',
    'successful',
    'exception',
    'canceled',
    'deleted',
    'failed'
);

CREATE FUNCTION public.fn_pgqueuer_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    to_emit BOOLEAN := false;  -- Flag to decide whether to emit a notification
BEGIN
    -- Check operation type and set the emit flag accordingly
    IF TG_OP = 'UPDATE' AND OLD IS DISTINCT FROM NEW THEN
        to_emit := true;
    ELSIF TG_OP = 'DELETE' THEN
        to_emit := true;
    ELSIF TG_OP = 'INSERT' THEN
        to_emit := true;
    ELSIF TG_OP = 'TRUNCATE' THEN
        to_emit := true;
    END IF;

    -- Perform notification if the emit flag is set
    IF to_emit THEN
        PERFORM pg_notify(
            'ch_pgqueuer',
            json_build_object(
                'channel', 'ch_pgqueuer',
                'operation', lower(TG_OP),
                'sent_at', NOW(),
                'table', TG_TABLE_NAME,
                'type', 'table_changed_event'
            )::text
        );
    END IF;

    -- Return appropriate value based on the operation
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSE
        RETURN NULL; -- For TRUNCATE and other non-row-specific contexts
    END IF;

END;
$$;

CREATE TABLE public.account_words (
    account_id uuid NOT NULL,
    word text NOT NULL
);

CREATE TABLE public.accounts (
    id uuid DEFAULT uuidv7() NOT NULL,
    handle text NOT NULL,
    display_name text NOT NULL,
    password_hash text NOT NULL,
    birth_date bytea NOT NULL,
    email text,
    email_verified_at timestamp with time zone,
    private boolean DEFAULT false NOT NULL,
    show_presence text DEFAULT 'friends'::text NOT NULL,
    locale text DEFAULT 'en'::text NOT NULL,
    avatar_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone,
    operator boolean DEFAULT false NOT NULL,
    mentions_reach boolean DEFAULT true NOT NULL,
    show_typing text DEFAULT 'everyone'::text NOT NULL,
    show_recording text DEFAULT 'everyone'::text NOT NULL,
    show_receipts boolean DEFAULT true NOT NULL,
    quiet_hours jsonb,
    relay_calls boolean,
    CONSTRAINT accounts_handle_check CHECK ((handle ~ '^[a-z0-9_.]{2,30}$'::text)),
    CONSTRAINT accounts_show_presence_check CHECK ((show_presence = ANY (ARRAY['everyone'::text, 'friends'::text, 'nobody'::text]))),
    CONSTRAINT accounts_show_recording_check CHECK ((show_recording = ANY (ARRAY['everyone'::text, 'friends'::text, 'nobody'::text]))),
    CONSTRAINT accounts_show_typing_check CHECK ((show_typing = ANY (ARRAY['everyone'::text, 'friends'::text, 'nobody'::text])))
);

CREATE TABLE public.activity_seen (
    account_id uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE public.attachments (
    holder uuid NOT NULL,
    place bigint NOT NULL,
    media_id uuid NOT NULL
);

CREATE TABLE public.blocks (
    blocker_id uuid NOT NULL,
    blocked_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.bookmarks (
    account_id uuid NOT NULL,
    post_id uuid NOT NULL,
    collection_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.call_lines (
    account_id uuid NOT NULL,
    call_id uuid NOT NULL
);

CREATE TABLE public.calls (
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    caller_id uuid NOT NULL,
    caller_session uuid NOT NULL,
    callee_id uuid NOT NULL,
    callee_session uuid,
    video boolean NOT NULL,
    caller_relay boolean NOT NULL,
    callee_relay boolean NOT NULL,
    began_at timestamp with time zone DEFAULT now() NOT NULL,
    answered_at timestamp with time zone,
    talking_at timestamp with time zone,
    caller_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    callee_seen_at timestamp with time zone
);

CREATE TABLE public.close_friends (
    owner_id uuid NOT NULL,
    friend_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.collections (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.comment_likes (
    comment_id uuid NOT NULL,
    account_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.comment_settings (
    account_id uuid NOT NULL,
    approve_first boolean DEFAULT false NOT NULL,
    filter_words text[] DEFAULT '{}'::text[] NOT NULL
);

CREATE TABLE public.comments (
    id uuid NOT NULL,
    post_id uuid NOT NULL,
    parent_id uuid,
    author_id uuid NOT NULL,
    client_id uuid NOT NULL,
    text text NOT NULL,
    mentions jsonb DEFAULT '[]'::jsonb NOT NULL,
    state text DEFAULT 'shown'::text NOT NULL,
    pinned_at timestamp with time zone,
    edited_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by uuid,
    deleted_state text,
    CONSTRAINT comments_deleted_check CHECK (((state = 'deleted'::text) = (deleted_at IS NOT NULL))),
    CONSTRAINT comments_state_check CHECK ((state = ANY (ARRAY['shown'::text, 'waiting'::text, 'hidden'::text, 'deleted'::text])))
);

CREATE TABLE public.conversations (
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    title text,
    last_seq bigint DEFAULT 0 NOT NULL,
    last_n bigint DEFAULT 0 NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    active_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    title_words text DEFAULT ''::text NOT NULL,
    picture_id uuid,
    client_id uuid,
    permissions jsonb,
    history text DEFAULT 'joined'::text NOT NULL,
    member_count integer NOT NULL,
    members_seq bigint DEFAULT 0 NOT NULL,
    timer_s integer,
    CONSTRAINT conversations_history_check CHECK ((history = ANY (ARRAY['joined'::text, 'all'::text]))),
    CONSTRAINT conversations_kind_check CHECK ((kind = ANY (ARRAY['direct'::text, 'group'::text]))),
    CONSTRAINT conversations_timer_s_check CHECK ((timer_s > 0))
)
WITH (fillfactor='70');

CREATE TABLE public.direct_conversations (
    low_id uuid NOT NULL,
    high_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    CONSTRAINT direct_conversations_check CHECK ((low_id < high_id))
);

CREATE TABLE public.drafts (
    account_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.edits (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    until timestamp with time zone NOT NULL,
    body jsonb NOT NULL
);

CREATE TABLE public.events (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    n bigint,
    sender uuid NOT NULL,
    client_id uuid NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    about bigint,
    detail jsonb
);

CREATE TABLE public.folder_conversations (
    folder_id uuid NOT NULL,
    conversation_id uuid NOT NULL
);

CREATE TABLE public.folders (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    client_id uuid NOT NULL,
    name text NOT NULL,
    rule text NOT NULL,
    place integer NOT NULL,
    CONSTRAINT folders_rule_check CHECK ((rule = ANY (ARRAY['manual'::text, 'unread'::text, 'groups'::text, 'close_friends'::text])))
);

CREATE TABLE public.follow_counts (
    account_id uuid NOT NULL,
    followers integer DEFAULT 0 NOT NULL,
    following integer DEFAULT 0 NOT NULL
);

CREATE TABLE public.follow_requests (
    follower_id uuid NOT NULL,
    followee_id uuid NOT NULL,
    ignored boolean DEFAULT false NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.follows (
    follower_id uuid NOT NULL,
    followee_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT follows_check CHECK ((follower_id <> followee_id))
);

CREATE TABLE public.hidden (
    conversation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    seq bigint NOT NULL
);

CREATE TABLE public.impressions (
    account_id uuid NOT NULL,
    session_id uuid NOT NULL,
    post_id uuid NOT NULL,
    place integer NOT NULL,
    sources text[] NOT NULL,
    parts jsonb NOT NULL,
    score real NOT NULL,
    propensity real NOT NULL,
    weights integer NOT NULL,
    served_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT impressions_propensity_check CHECK (((propensity > (0)::double precision) AND (propensity <= (1)::double precision)))
);

CREATE TABLE public.invitations (
    conversation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    inviter_id uuid NOT NULL,
    ignored boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    withdrawn boolean DEFAULT false NOT NULL
);

CREATE TABLE public.ladder_turns (
    owner_id uuid NOT NULL,
    served_at timestamp with time zone NOT NULL
);

CREATE TABLE public.mailed_tokens (
    token_hash bytea NOT NULL,
    account_id uuid NOT NULL,
    purpose text NOT NULL,
    email text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT mailed_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['verify_email'::text, 'reset_password'::text])))
);

CREATE TABLE public.media (
    id uuid NOT NULL,
    owner_id uuid,
    kind text,
    state text DEFAULT 'making'::text NOT NULL,
    reason text,
    tries integer DEFAULT 0 NOT NULL,
    name text NOT NULL,
    bytes bigint NOT NULL,
    width integer,
    height integer,
    duration_ms integer,
    blurhash text,
    waveform integer[],
    settled boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT media_kind_check CHECK ((kind = ANY (ARRAY['photo'::text, 'video'::text, 'voice'::text, 'video_note'::text, 'sticker'::text, 'file'::text]))),
    CONSTRAINT media_state_check CHECK ((state = ANY (ARRAY['making'::text, 'ready'::text, 'refused'::text])))
);

CREATE TABLE public.members (
    conversation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    role text DEFAULT 'member'::text NOT NULL,
    state text DEFAULT 'accepted'::text NOT NULL,
    from_seq bigint DEFAULT 0 NOT NULL,
    to_seq bigint,
    read_seq bigint DEFAULT 0 NOT NULL,
    read_n bigint DEFAULT 0 NOT NULL,
    receipt_seq bigint DEFAULT 0 NOT NULL,
    delivered_seq bigint DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    to_n bigint,
    left_at timestamp with time zone,
    left_title text,
    parting text,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    pinned_at timestamp with time zone,
    archived_n bigint,
    muted_until timestamp with time zone,
    marked_unread boolean DEFAULT false NOT NULL,
    hidings integer DEFAULT 0 NOT NULL,
    told_at timestamp with time zone DEFAULT now() NOT NULL,
    receipt_at timestamp with time zone DEFAULT now() NOT NULL,
    colour text,
    CONSTRAINT members_colour_check CHECK ((colour = ANY (ARRAY['blue'::text, 'teal'::text, 'green'::text, 'amber'::text, 'rose'::text, 'violet'::text]))),
    CONSTRAINT members_parting_check CHECK ((parting = ANY (ARRAY['left'::text, 'removed'::text]))),
    CONSTRAINT members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text]))),
    CONSTRAINT members_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'request'::text, 'ignored'::text])))
)
WITH (fillfactor='70');

CREATE TABLE public.mentions (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    n bigint NOT NULL,
    account_id uuid
);

CREATE TABLE public.messages (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    body jsonb,
    edited_at timestamp with time zone,
    gone_at timestamp with time zone,
    gone_by uuid,
    quiet boolean DEFAULT false NOT NULL,
    pinned_at timestamp with time zone,
    closed_at timestamp with time zone,
    expires_at timestamp with time zone,
    touched boolean DEFAULT false NOT NULL,
    preview jsonb,
    viewed uuid[]
);

CREATE TABLE public.mutes (
    muter_id uuid NOT NULL,
    muted_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.nicknames (
    owner_id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL,
    words text NOT NULL
);

CREATE TABLE public.not_interested (
    account_id uuid NOT NULL,
    post_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.notification_settings (
    account_id uuid NOT NULL,
    content text DEFAULT 'text'::text NOT NULL,
    messages boolean DEFAULT true NOT NULL,
    mentions boolean DEFAULT true NOT NULL,
    requests boolean DEFAULT true NOT NULL,
    follows boolean DEFAULT false NOT NULL,
    digest boolean DEFAULT true NOT NULL,
    digest_at timestamp with time zone,
    likes text DEFAULT 'nobody'::text NOT NULL,
    comments text DEFAULT 'everyone'::text NOT NULL,
    post_mentions text DEFAULT 'everyone'::text NOT NULL,
    tags text DEFAULT 'everyone'::text NOT NULL,
    CONSTRAINT notification_settings_comments_check CHECK ((comments = ANY (ARRAY['everyone'::text, 'following'::text, 'nobody'::text]))),
    CONSTRAINT notification_settings_content_check CHECK ((content = ANY (ARRAY['text'::text, 'sender'::text, 'nothing'::text]))),
    CONSTRAINT notification_settings_likes_check CHECK ((likes = ANY (ARRAY['everyone'::text, 'following'::text, 'nobody'::text]))),
    CONSTRAINT notification_settings_post_mentions_check CHECK ((post_mentions = ANY (ARRAY['everyone'::text, 'following'::text, 'nobody'::text]))),
    CONSTRAINT notification_settings_tags_check CHECK ((tags = ANY (ARRAY['everyone'::text, 'following'::text, 'nobody'::text])))
);

CREATE TABLE public.pack_pictures (
    pack_id uuid NOT NULL,
    media_id uuid NOT NULL,
    place integer NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    emoji text NOT NULL,
    alt text NOT NULL,
    CONSTRAINT pack_pictures_kind_check CHECK ((kind = ANY (ARRAY['sticker'::text, 'emoji'::text, 'gif'::text])))
);

CREATE TABLE public.packs (
    id uuid NOT NULL,
    account_id uuid,
    conversation_id uuid,
    made_by uuid NOT NULL,
    client_id uuid NOT NULL,
    title text NOT NULL,
    shared boolean NOT NULL,
    place integer NOT NULL,
    CONSTRAINT packs_check CHECK ((num_nonnulls(account_id, conversation_id) = 1))
);

CREATE TABLE public.packs_added (
    account_id uuid NOT NULL,
    pack_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.pgqueuer (
    id bigint NOT NULL,
    priority integer NOT NULL,
    queue_manager_id uuid,
    created timestamp with time zone DEFAULT now() NOT NULL,
    updated timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat timestamp with time zone DEFAULT now() NOT NULL,
    execute_after timestamp with time zone DEFAULT now() NOT NULL,
    status public.pgqueuer_status NOT NULL,
    entrypoint text NOT NULL,
    dedupe_key text,
    payload bytea,
    headers jsonb,
    attempts integer DEFAULT 0 NOT NULL,
    slot bigint
);

CREATE SEQUENCE public.pgqueuer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.pgqueuer_id_seq OWNED BY public.pgqueuer.id;

CREATE TABLE public.pgqueuer_log (
    id bigint NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    job_id bigint NOT NULL,
    status public.pgqueuer_status NOT NULL,
    priority integer NOT NULL,
    entrypoint text NOT NULL,
    traceback jsonb,
    aggregated boolean DEFAULT false
);

ALTER TABLE public.pgqueuer_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pgqueuer_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pgqueuer_schedules (
    id bigint NOT NULL,
    expression text NOT NULL,
    entrypoint text NOT NULL,
    heartbeat timestamp with time zone DEFAULT now() NOT NULL,
    created timestamp with time zone DEFAULT now() NOT NULL,
    updated timestamp with time zone DEFAULT now() NOT NULL,
    next_run timestamp with time zone DEFAULT now() NOT NULL,
    last_run timestamp with time zone,
    status public.pgqueuer_status DEFAULT 'queued'::public.pgqueuer_status
);

CREATE SEQUENCE public.pgqueuer_schedules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.pgqueuer_schedules_id_seq OWNED BY public.pgqueuer_schedules.id;

CREATE TABLE public.pgqueuer_statistics (
    id bigint NOT NULL,
    created timestamp with time zone DEFAULT date_trunc('sec'::text, now()) NOT NULL,
    count bigint NOT NULL,
    priority integer NOT NULL,
    status public.pgqueuer_status NOT NULL,
    entrypoint text NOT NULL
);

CREATE SEQUENCE public.pgqueuer_statistics_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.pgqueuer_statistics_id_seq OWNED BY public.pgqueuer_statistics.id;

CREATE TABLE public.popular (
    post_id uuid NOT NULL,
    score real NOT NULL
);

CREATE TABLE public.post_captions (
    post_id uuid NOT NULL,
    lang text NOT NULL,
    label text NOT NULL,
    vtt text NOT NULL
);

CREATE TABLE public.post_likes (
    post_id uuid NOT NULL,
    account_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.post_people (
    post_id uuid NOT NULL,
    account_id uuid NOT NULL,
    media_id uuid NOT NULL,
    x real NOT NULL,
    y real NOT NULL,
    agreed boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT post_people_x_check CHECK (((x >= (0)::double precision) AND (x <= (1)::double precision))),
    CONSTRAINT post_people_y_check CHECK (((y >= (0)::double precision) AND (y <= (1)::double precision)))
);

CREATE TABLE public.post_tags (
    tag text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    post_id uuid NOT NULL
);

CREATE TABLE public.post_views (
    post_id uuid NOT NULL,
    day date NOT NULL,
    account_id uuid NOT NULL
);

CREATE TABLE public.posts (
    id uuid NOT NULL,
    author_id uuid NOT NULL,
    client_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    background text,
    mentions jsonb DEFAULT '[]'::jsonb NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    media jsonb DEFAULT '[]'::jsonb NOT NULL,
    preview jsonb,
    audience text NOT NULL,
    comments text NOT NULL,
    download boolean DEFAULT false NOT NULL,
    failed text,
    publish_at timestamp with time zone,
    published_at timestamp with time zone,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    pinned_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    failed_at timestamp with time zone,
    cover jsonb,
    link_preview boolean DEFAULT true NOT NULL,
    CONSTRAINT posts_audience_check CHECK ((audience = ANY (ARRAY['everyone'::text, 'followers'::text, 'friends'::text, 'close_friends'::text, 'only_me'::text]))),
    CONSTRAINT posts_check CHECK (((state <> 'published'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT posts_comments_check CHECK ((comments = ANY (ARRAY['everyone'::text, 'followers'::text, 'friends'::text, 'nobody'::text]))),
    CONSTRAINT posts_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'photos'::text, 'video'::text]))),
    CONSTRAINT posts_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'scheduled'::text, 'making'::text, 'published'::text])))
);

CREATE TABLE public.profiles (
    account_id uuid NOT NULL,
    bio text DEFAULT ''::text NOT NULL,
    pronouns text DEFAULT ''::text NOT NULL,
    links jsonb DEFAULT '[]'::jsonb NOT NULL
);

CREATE TABLE public.push_subscriptions (
    id uuid DEFAULT uuidv7() NOT NULL,
    session_id uuid NOT NULL,
    account_id uuid NOT NULL,
    endpoint text NOT NULL,
    p256dh bytea NOT NULL,
    auth bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    wait_until timestamp with time zone
);

CREATE TABLE public.push_told (
    subscription_id uuid NOT NULL,
    about uuid NOT NULL,
    told_n bigint DEFAULT 0 NOT NULL,
    shown text,
    due_at timestamp with time zone,
    sending boolean DEFAULT false NOT NULL
);

CREATE TABLE public.reaches (
    minor_id uuid NOT NULL,
    adult_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.reactions (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    emoji text NOT NULL,
    account_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.renditions (
    media_id uuid NOT NULL,
    lines smallint NOT NULL,
    width smallint NOT NULL,
    height smallint NOT NULL,
    bytes bigint NOT NULL,
    bit_rate integer NOT NULL,
    codecs text NOT NULL,
    head integer NOT NULL,
    parts jsonb NOT NULL
);

CREATE TABLE public.reports (
    id uuid NOT NULL,
    reporter_id uuid NOT NULL,
    client_id uuid NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    reason text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    evidence jsonb DEFAULT '[]'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    shown jsonb,
    CONSTRAINT reports_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['message'::text, 'person'::text, 'group'::text, 'post'::text, 'comment'::text])))
);

CREATE TABLE public.reposts (
    post_id uuid NOT NULL,
    account_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.scheduled (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    client_id uuid NOT NULL,
    body jsonb NOT NULL,
    send_at timestamp with time zone NOT NULL,
    held text,
    leaving boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.schema_migrations (
    version integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.search_pieces (
    conversation_id uuid NOT NULL,
    piece integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    words tsvector NOT NULL
);

CREATE TABLE public.search_progress (
    conversation_id uuid NOT NULL,
    upto bigint NOT NULL
);

CREATE TABLE public.sessions (
    id uuid DEFAULT uuidv7() NOT NULL,
    account_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.stills (
    media_id uuid NOT NULL,
    at_ms integer NOT NULL,
    state text DEFAULT 'wanted'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    taken_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT stills_state_check CHECK ((state = ANY (ARRAY['wanted'::text, 'made'::text, 'refused'::text])))
);

CREATE TABLE public.streaks (
    conversation_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    on_at timestamp with time zone,
    days integer DEFAULT 0 NOT NULL,
    last_day date,
    upto_seq bigint DEFAULT 0 NOT NULL,
    paused_on date,
    frozen jsonb DEFAULT '[]'::jsonb NOT NULL
);

CREATE TABLE public.sweeps (
    conversation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    upto bigint NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    reached bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.upload_parts (
    upload_id uuid NOT NULL,
    at bigint NOT NULL,
    bytes bigint NOT NULL,
    object text NOT NULL
);

CREATE TABLE public.uploads (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    name text NOT NULL,
    wish text,
    bytes bigint NOT NULL,
    received bigint DEFAULT 0 NOT NULL,
    parts integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    cut_start_ms integer,
    cut_end_ms integer,
    CONSTRAINT uploads_bytes_check CHECK ((bytes > 0)),
    CONSTRAINT uploads_check CHECK ((received <= bytes)),
    CONSTRAINT uploads_cut CHECK (((cut_start_ms >= 0) AND (cut_end_ms > cut_start_ms))),
    CONSTRAINT uploads_wish_check CHECK ((wish = ANY (ARRAY['photo'::text, 'video'::text, 'voice'::text, 'video_note'::text, 'sticker'::text, 'file'::text])))
);

CREATE TABLE public.video_ladders (
    media_id uuid NOT NULL,
    state text DEFAULT 'climbing'::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    taken_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    measured boolean DEFAULT false NOT NULL,
    loudness double precision,
    sprite jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    peaks boolean DEFAULT false NOT NULL,
    CONSTRAINT video_ladders_state_check CHECK ((state = ANY (ARRAY['climbing'::text, 'whole'::text, 'stopped'::text])))
);

CREATE TABLE public.votes (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    account_id uuid NOT NULL,
    choices smallint[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.pgqueuer ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_id_seq'::regclass);

ALTER TABLE ONLY public.pgqueuer_schedules ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_schedules_id_seq'::regclass);

ALTER TABLE ONLY public.pgqueuer_statistics ALTER COLUMN id SET DEFAULT nextval('public.pgqueuer_statistics_id_seq'::regclass);

ALTER TABLE ONLY public.account_words
    ADD CONSTRAINT account_words_pkey PRIMARY KEY (account_id, word);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_handle_key UNIQUE (handle);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.activity_seen
    ADD CONSTRAINT activity_seen_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (holder, place, media_id);

ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT blocks_pkey PRIMARY KEY (blocker_id, blocked_id);

ALTER TABLE ONLY public.bookmarks
    ADD CONSTRAINT bookmarks_pkey PRIMARY KEY (account_id, post_id);

ALTER TABLE ONLY public.call_lines
    ADD CONSTRAINT call_lines_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.close_friends
    ADD CONSTRAINT close_friends_pkey PRIMARY KEY (owner_id, friend_id);

ALTER TABLE ONLY public.collections
    ADD CONSTRAINT collections_account_id_client_id_key UNIQUE (account_id, client_id);

ALTER TABLE ONLY public.collections
    ADD CONSTRAINT collections_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.comment_likes
    ADD CONSTRAINT comment_likes_pkey PRIMARY KEY (comment_id, account_id);

ALTER TABLE ONLY public.comment_settings
    ADD CONSTRAINT comment_settings_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.comments
    ADD CONSTRAINT comments_author_id_client_id_key UNIQUE (author_id, client_id);

ALTER TABLE ONLY public.comments
    ADD CONSTRAINT comments_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.direct_conversations
    ADD CONSTRAINT direct_conversations_pkey PRIMARY KEY (low_id, high_id);

ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (account_id, conversation_id);

ALTER TABLE ONLY public.edits
    ADD CONSTRAINT edits_pkey PRIMARY KEY (conversation_id, seq, until);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_conversation_id_sender_client_id_key UNIQUE (conversation_id, sender, client_id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (conversation_id, seq);

ALTER TABLE ONLY public.folder_conversations
    ADD CONSTRAINT folder_conversations_pkey PRIMARY KEY (folder_id, conversation_id);

ALTER TABLE ONLY public.folders
    ADD CONSTRAINT folders_account_id_client_id_key UNIQUE (account_id, client_id);

ALTER TABLE ONLY public.folders
    ADD CONSTRAINT folders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.follow_counts
    ADD CONSTRAINT follow_counts_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.follow_requests
    ADD CONSTRAINT follow_requests_pkey PRIMARY KEY (follower_id, followee_id);

ALTER TABLE ONLY public.follows
    ADD CONSTRAINT follows_pkey PRIMARY KEY (follower_id, followee_id);

ALTER TABLE ONLY public.hidden
    ADD CONSTRAINT hidden_pkey PRIMARY KEY (conversation_id, account_id, seq);

ALTER TABLE ONLY public.impressions
    ADD CONSTRAINT impressions_pkey PRIMARY KEY (account_id, session_id, post_id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (conversation_id, account_id);

ALTER TABLE ONLY public.ladder_turns
    ADD CONSTRAINT ladder_turns_pkey PRIMARY KEY (owner_id);

ALTER TABLE ONLY public.mailed_tokens
    ADD CONSTRAINT mailed_tokens_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (conversation_id, account_id);

ALTER TABLE ONLY public.mentions
    ADD CONSTRAINT mentions_conversation_id_account_id_seq_key UNIQUE NULLS NOT DISTINCT (conversation_id, account_id, seq);

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (conversation_id, seq);

ALTER TABLE ONLY public.mutes
    ADD CONSTRAINT mutes_pkey PRIMARY KEY (muter_id, muted_id);

ALTER TABLE ONLY public.nicknames
    ADD CONSTRAINT nicknames_pkey PRIMARY KEY (owner_id, account_id);

ALTER TABLE ONLY public.not_interested
    ADD CONSTRAINT not_interested_pkey PRIMARY KEY (account_id, post_id);

ALTER TABLE ONLY public.notification_settings
    ADD CONSTRAINT notification_settings_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.pack_pictures
    ADD CONSTRAINT pack_pictures_pack_id_name_key UNIQUE (pack_id, name);

ALTER TABLE ONLY public.pack_pictures
    ADD CONSTRAINT pack_pictures_pkey PRIMARY KEY (pack_id, media_id);

ALTER TABLE ONLY public.packs_added
    ADD CONSTRAINT packs_added_pkey PRIMARY KEY (account_id, pack_id);

ALTER TABLE ONLY public.packs
    ADD CONSTRAINT packs_made_by_client_id_key UNIQUE (made_by, client_id);

ALTER TABLE ONLY public.packs
    ADD CONSTRAINT packs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pgqueuer_log
    ADD CONSTRAINT pgqueuer_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pgqueuer
    ADD CONSTRAINT pgqueuer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pgqueuer_schedules
    ADD CONSTRAINT pgqueuer_schedules_expression_entrypoint_key UNIQUE (expression, entrypoint);

ALTER TABLE ONLY public.pgqueuer_schedules
    ADD CONSTRAINT pgqueuer_schedules_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pgqueuer_statistics
    ADD CONSTRAINT pgqueuer_statistics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.popular
    ADD CONSTRAINT popular_pkey PRIMARY KEY (post_id);

ALTER TABLE ONLY public.post_captions
    ADD CONSTRAINT post_captions_pkey PRIMARY KEY (post_id, lang);

ALTER TABLE ONLY public.post_likes
    ADD CONSTRAINT post_likes_pkey PRIMARY KEY (post_id, account_id);

ALTER TABLE ONLY public.post_people
    ADD CONSTRAINT post_people_pkey PRIMARY KEY (post_id, account_id);

ALTER TABLE ONLY public.post_tags
    ADD CONSTRAINT post_tags_pkey PRIMARY KEY (tag, published_at, post_id);

ALTER TABLE ONLY public.post_views
    ADD CONSTRAINT post_views_pkey PRIMARY KEY (post_id, day, account_id);

ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_author_id_client_id_key UNIQUE (author_id, client_id);

ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_endpoint_key UNIQUE (endpoint);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_session_id_key UNIQUE (session_id);

ALTER TABLE ONLY public.push_told
    ADD CONSTRAINT push_told_pkey PRIMARY KEY (subscription_id, about);

ALTER TABLE ONLY public.reaches
    ADD CONSTRAINT reaches_pkey PRIMARY KEY (minor_id, adult_id);

ALTER TABLE ONLY public.reactions
    ADD CONSTRAINT reactions_pkey PRIMARY KEY (conversation_id, seq, emoji, account_id);

ALTER TABLE ONLY public.renditions
    ADD CONSTRAINT renditions_pkey PRIMARY KEY (media_id, lines);

ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_reporter_id_client_id_key UNIQUE (reporter_id, client_id);

ALTER TABLE ONLY public.reposts
    ADD CONSTRAINT reposts_pkey PRIMARY KEY (post_id, account_id);

ALTER TABLE ONLY public.scheduled
    ADD CONSTRAINT scheduled_conversation_id_account_id_client_id_key UNIQUE (conversation_id, account_id, client_id);

ALTER TABLE ONLY public.scheduled
    ADD CONSTRAINT scheduled_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.search_pieces
    ADD CONSTRAINT search_pieces_pkey PRIMARY KEY (conversation_id, piece);

ALTER TABLE ONLY public.search_progress
    ADD CONSTRAINT search_progress_pkey PRIMARY KEY (conversation_id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.stills
    ADD CONSTRAINT stills_pkey PRIMARY KEY (media_id, at_ms);

ALTER TABLE ONLY public.streaks
    ADD CONSTRAINT streaks_pkey PRIMARY KEY (conversation_id);

ALTER TABLE ONLY public.sweeps
    ADD CONSTRAINT sweeps_pkey PRIMARY KEY (conversation_id, account_id);

ALTER TABLE ONLY public.upload_parts
    ADD CONSTRAINT upload_parts_pkey PRIMARY KEY (upload_id, at);

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.video_ladders
    ADD CONSTRAINT video_ladders_pkey PRIMARY KEY (media_id);

ALTER TABLE ONLY public.votes
    ADD CONSTRAINT votes_pkey PRIMARY KEY (conversation_id, seq, account_id);

CREATE INDEX account_words_prefix ON public.account_words USING btree (word text_pattern_ops, account_id);

CREATE UNIQUE INDEX accounts_email ON public.accounts USING btree (lower(email)) WHERE (email_verified_at IS NOT NULL);

CREATE INDEX attachments_media ON public.attachments USING btree (media_id);

CREATE INDEX blocks_blocked ON public.blocks USING btree (blocked_id);

CREATE INDEX bookmarks_account ON public.bookmarks USING btree (account_id, created_at DESC, post_id DESC);

CREATE INDEX bookmarks_collection ON public.bookmarks USING btree (collection_id, created_at DESC, post_id DESC) WHERE (collection_id IS NOT NULL);

CREATE INDEX bookmarks_post ON public.bookmarks USING btree (post_id);

CREATE INDEX call_lines_call ON public.call_lines USING btree (call_id);

CREATE INDEX calls_callee ON public.calls USING btree (callee_id);

CREATE INDEX calls_caller ON public.calls USING btree (caller_id);

CREATE INDEX calls_conversation ON public.calls USING btree (conversation_id);

CREATE INDEX comments_author ON public.comments USING btree (author_id, created_at DESC, id DESC);

CREATE INDEX comments_deleted ON public.comments USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX comments_mentions ON public.comments USING gin (mentions jsonb_path_ops) WHERE (mentions <> '[]'::jsonb);

CREATE INDEX comments_parent ON public.comments USING btree (parent_id, created_at, id) WHERE (parent_id IS NOT NULL);

CREATE INDEX comments_post ON public.comments USING btree (post_id, created_at DESC, id DESC) WHERE (parent_id IS NULL);

CREATE INDEX comments_shown ON public.comments USING btree (post_id) WHERE (state = 'shown'::text);

CREATE INDEX comments_waiting ON public.comments USING btree (post_id) WHERE (state = 'waiting'::text);

CREATE UNIQUE INDEX conversations_client ON public.conversations USING btree (created_by, client_id) WHERE (client_id IS NOT NULL);

CREATE INDEX drafts_conversation ON public.drafts USING btree (conversation_id);

CREATE INDEX events_about ON public.events USING btree (conversation_id, about) WHERE (about IS NOT NULL);

CREATE INDEX folder_conversations_conversation ON public.folder_conversations USING btree (conversation_id);

CREATE INDEX follow_requests_followee ON public.follow_requests USING btree (followee_id, created_at DESC, follower_id DESC) WHERE (NOT ignored);

CREATE INDEX follows_followee ON public.follows USING btree (followee_id, created_at DESC, follower_id DESC);

CREATE INDEX follows_follower ON public.follows USING btree (follower_id, created_at DESC, followee_id DESC);

CREATE INDEX hidden_account ON public.hidden USING btree (account_id);

CREATE INDEX impressions_post ON public.impressions USING btree (post_id);

CREATE INDEX impressions_served ON public.impressions USING btree (served_at);

CREATE INDEX invitations_account ON public.invitations USING btree (account_id, created_at DESC, conversation_id DESC) WHERE (NOT ignored);

CREATE INDEX invitations_inviter ON public.invitations USING btree (inviter_id);

CREATE INDEX mailed_tokens_account ON public.mailed_tokens USING btree (account_id, purpose);

CREATE INDEX media_owner ON public.media USING btree (owner_id);

CREATE INDEX media_unsettled ON public.media USING btree (created_at) WHERE (NOT settled);

CREATE INDEX members_account ON public.members USING btree (account_id);

CREATE INDEX mentions_account ON public.mentions USING btree (account_id);

CREATE INDEX messages_cards ON public.messages USING btree (((body ->> 'post_id'::text))) WHERE ((body ->> 'type'::text) = 'card'::text);

CREATE INDEX messages_contacts ON public.messages USING btree (conversation_id, ((body ->> 'account_id'::text))) WHERE ((body ->> 'type'::text) = 'contact'::text);

CREATE INDEX messages_expiring ON public.messages USING btree (expires_at) WHERE ((expires_at IS NOT NULL) AND (body IS NOT NULL));

CREATE INDEX messages_pinned ON public.messages USING btree (conversation_id, pinned_at) WHERE (pinned_at IS NOT NULL);

CREATE INDEX nicknames_account ON public.nicknames USING btree (account_id);

CREATE INDEX not_interested_post ON public.not_interested USING btree (post_id);

CREATE INDEX packs_account ON public.packs USING btree (account_id) WHERE (account_id IS NOT NULL);

CREATE INDEX packs_added_pack ON public.packs_added USING btree (pack_id);

CREATE INDEX packs_conversation ON public.packs USING btree (conversation_id) WHERE (conversation_id IS NOT NULL);

CREATE INDEX pgqueuer_ep_ea_idx ON public.pgqueuer USING btree (entrypoint, execute_after) WHERE (status = 'queued'::public.pgqueuer_status);

CREATE INDEX pgqueuer_ep_prio_id_idx ON public.pgqueuer USING btree (entrypoint, priority DESC, id) WHERE (status = 'queued'::public.pgqueuer_status);

CREATE INDEX pgqueuer_log_created ON public.pgqueuer_log USING btree (created);

CREATE INDEX pgqueuer_log_job_id_status ON public.pgqueuer_log USING btree (job_id, created DESC);

CREATE INDEX pgqueuer_log_not_aggregated ON public.pgqueuer_log USING btree ((1)) WHERE (NOT aggregated);

CREATE INDEX pgqueuer_log_status ON public.pgqueuer_log USING btree (status);

CREATE INDEX pgqueuer_picked_heartbeat_idx ON public.pgqueuer USING btree (heartbeat) WHERE (status = 'picked'::public.pgqueuer_status);

CREATE UNIQUE INDEX pgqueuer_picked_slot_idx ON public.pgqueuer USING btree (entrypoint, slot) WHERE ((status = 'picked'::public.pgqueuer_status) AND (slot IS NOT NULL));

CREATE INDEX pgqueuer_priority_id_id1_idx ON public.pgqueuer USING btree (priority, id DESC) INCLUDE (id) WHERE (status = 'queued'::public.pgqueuer_status);

CREATE INDEX pgqueuer_queue_manager_id_idx ON public.pgqueuer USING btree (queue_manager_id) WHERE (queue_manager_id IS NOT NULL);

CREATE UNIQUE INDEX pgqueuer_statistics_unique_count ON public.pgqueuer_statistics USING btree (priority, date_trunc('sec'::text, timezone('UTC'::text, created)), status, entrypoint);

CREATE UNIQUE INDEX pgqueuer_unique_dedupe_key ON public.pgqueuer USING btree (dedupe_key) WHERE ((status = ANY (ARRAY['queued'::public.pgqueuer_status, 'picked'::public.pgqueuer_status])) AND (dedupe_key IS NOT NULL));

CREATE INDEX pgqueuer_updated_id_id1_idx ON public.pgqueuer USING btree (updated, id DESC) INCLUDE (id) WHERE (status = 'picked'::public.pgqueuer_status);

CREATE INDEX popular_score ON public.popular USING btree (score DESC);

CREATE INDEX post_likes_account ON public.post_likes USING btree (account_id, created_at DESC);

CREATE INDEX post_likes_at ON public.post_likes USING btree (created_at);

CREATE INDEX post_likes_post ON public.post_likes USING btree (post_id, created_at);

CREATE INDEX post_people_account ON public.post_people USING btree (account_id, created_at DESC, post_id DESC);

CREATE INDEX post_tags_post ON public.post_tags USING btree (post_id);

CREATE INDEX post_views_who ON public.post_views USING btree (account_id, post_id);

CREATE INDEX posts_author ON public.posts USING btree (author_id, published_at DESC, id DESC) WHERE ((state = 'published'::text) AND (deleted_at IS NULL));

CREATE INDEX posts_deleted ON public.posts USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX posts_failed ON public.posts USING btree (author_id) WHERE ((failed IS NOT NULL) AND (deleted_at IS NULL));

CREATE INDEX posts_latest ON public.posts USING btree (published_at DESC, id DESC) WHERE ((state = 'published'::text) AND (deleted_at IS NULL));

CREATE INDEX posts_mentions ON public.posts USING gin (mentions jsonb_path_ops) WHERE (mentions <> '[]'::jsonb);

CREATE INDEX posts_unpublished ON public.posts USING btree (author_id, created_at DESC, id DESC) WHERE ((state <> 'published'::text) AND (deleted_at IS NULL));

CREATE INDEX posts_waiting ON public.posts USING btree (publish_at) WHERE ((state = ANY (ARRAY['scheduled'::text, 'making'::text])) AND (deleted_at IS NULL));

CREATE INDEX push_subscriptions_account ON public.push_subscriptions USING btree (account_id);

CREATE INDEX push_told_due ON public.push_told USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX reactions_account ON public.reactions USING btree (account_id);

CREATE INDEX reports_subject ON public.reports USING btree (subject_id);

CREATE INDEX reposts_account ON public.reposts USING btree (account_id, created_at DESC, post_id DESC);

CREATE INDEX scheduled_account ON public.scheduled USING btree (account_id, send_at);

CREATE INDEX scheduled_due ON public.scheduled USING btree (send_at) WHERE (held IS NULL);

CREATE INDEX search_pieces_words ON public.search_pieces USING gin (words);

CREATE INDEX sessions_account ON public.sessions USING btree (account_id);

CREATE INDEX stills_wanted ON public.stills USING btree (created_at) WHERE (state = 'wanted'::text);

CREATE INDEX streaks_asked_by ON public.streaks USING btree (asked_by);

CREATE INDEX sweeps_account ON public.sweeps USING btree (account_id);

CREATE INDEX uploads_expiring ON public.uploads USING btree (expires_at);

CREATE INDEX uploads_owner ON public.uploads USING btree (owner_id);

CREATE INDEX video_ladders_climbing ON public.video_ladders USING btree (created_at) WHERE (state = 'climbing'::text);

CREATE INDEX votes_account ON public.votes USING btree (account_id);

CREATE TRIGGER tg_pgqueuer_changed AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.pgqueuer FOR EACH STATEMENT EXECUTE FUNCTION public.fn_pgqueuer_changed();

ALTER TABLE ONLY public.account_words
    ADD CONSTRAINT account_words_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.activity_seen
    ADD CONSTRAINT activity_seen_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT blocks_blocked_id_fkey FOREIGN KEY (blocked_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.blocks
    ADD CONSTRAINT blocks_blocker_id_fkey FOREIGN KEY (blocker_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bookmarks
    ADD CONSTRAINT bookmarks_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.bookmarks
    ADD CONSTRAINT bookmarks_collection_id_fkey FOREIGN KEY (collection_id) REFERENCES public.collections(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.bookmarks
    ADD CONSTRAINT bookmarks_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.call_lines
    ADD CONSTRAINT call_lines_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.call_lines
    ADD CONSTRAINT call_lines_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.calls(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_callee_id_fkey FOREIGN KEY (callee_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.close_friends
    ADD CONSTRAINT close_friends_friend_id_fkey FOREIGN KEY (friend_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.close_friends
    ADD CONSTRAINT close_friends_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.collections
    ADD CONSTRAINT collections_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.comment_likes
    ADD CONSTRAINT comment_likes_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.comment_likes
    ADD CONSTRAINT comment_likes_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES public.comments(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.comment_settings
    ADD CONSTRAINT comment_settings_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.comments
    ADD CONSTRAINT comments_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.comments
    ADD CONSTRAINT comments_deleted_by_fkey FOREIGN KEY (deleted_by) REFERENCES public.accounts(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.comments
    ADD CONSTRAINT comments_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.comments(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.comments
    ADD CONSTRAINT comments_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.direct_conversations
    ADD CONSTRAINT direct_conversations_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.direct_conversations
    ADD CONSTRAINT direct_conversations_high_id_fkey FOREIGN KEY (high_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.direct_conversations
    ADD CONSTRAINT direct_conversations_low_id_fkey FOREIGN KEY (low_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.folder_conversations
    ADD CONSTRAINT folder_conversations_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.folder_conversations
    ADD CONSTRAINT folder_conversations_folder_id_fkey FOREIGN KEY (folder_id) REFERENCES public.folders(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.folders
    ADD CONSTRAINT folders_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follow_counts
    ADD CONSTRAINT follow_counts_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follow_requests
    ADD CONSTRAINT follow_requests_followee_id_fkey FOREIGN KEY (followee_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follow_requests
    ADD CONSTRAINT follow_requests_follower_id_fkey FOREIGN KEY (follower_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follows
    ADD CONSTRAINT follows_followee_id_fkey FOREIGN KEY (followee_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.follows
    ADD CONSTRAINT follows_follower_id_fkey FOREIGN KEY (follower_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.hidden
    ADD CONSTRAINT hidden_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.hidden
    ADD CONSTRAINT hidden_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.impressions
    ADD CONSTRAINT impressions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.impressions
    ADD CONSTRAINT impressions_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_inviter_id_fkey FOREIGN KEY (inviter_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ladder_turns
    ADD CONSTRAINT ladder_turns_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mailed_tokens
    ADD CONSTRAINT mailed_tokens_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.media
    ADD CONSTRAINT media_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.accounts(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mentions
    ADD CONSTRAINT mentions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mutes
    ADD CONSTRAINT mutes_muted_id_fkey FOREIGN KEY (muted_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.mutes
    ADD CONSTRAINT mutes_muter_id_fkey FOREIGN KEY (muter_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.nicknames
    ADD CONSTRAINT nicknames_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.nicknames
    ADD CONSTRAINT nicknames_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.not_interested
    ADD CONSTRAINT not_interested_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.not_interested
    ADD CONSTRAINT not_interested_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_settings
    ADD CONSTRAINT notification_settings_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pack_pictures
    ADD CONSTRAINT pack_pictures_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES public.packs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.packs
    ADD CONSTRAINT packs_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.packs_added
    ADD CONSTRAINT packs_added_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.packs_added
    ADD CONSTRAINT packs_added_pack_id_fkey FOREIGN KEY (pack_id) REFERENCES public.packs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.packs
    ADD CONSTRAINT packs_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.popular
    ADD CONSTRAINT popular_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_captions
    ADD CONSTRAINT post_captions_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_likes
    ADD CONSTRAINT post_likes_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_likes
    ADD CONSTRAINT post_likes_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_people
    ADD CONSTRAINT post_people_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_people
    ADD CONSTRAINT post_people_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_tags
    ADD CONSTRAINT post_tags_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_views
    ADD CONSTRAINT post_views_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_views
    ADD CONSTRAINT post_views_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.posts
    ADD CONSTRAINT posts_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_told
    ADD CONSTRAINT push_told_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.push_subscriptions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reaches
    ADD CONSTRAINT reaches_adult_id_fkey FOREIGN KEY (adult_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reaches
    ADD CONSTRAINT reaches_minor_id_fkey FOREIGN KEY (minor_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reactions
    ADD CONSTRAINT reactions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.renditions
    ADD CONSTRAINT renditions_media_id_fkey FOREIGN KEY (media_id) REFERENCES public.video_ladders(media_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_reporter_id_fkey FOREIGN KEY (reporter_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reposts
    ADD CONSTRAINT reposts_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.reposts
    ADD CONSTRAINT reposts_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.posts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.scheduled
    ADD CONSTRAINT scheduled_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.scheduled
    ADD CONSTRAINT scheduled_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_pieces
    ADD CONSTRAINT search_pieces_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.search_progress
    ADD CONSTRAINT search_progress_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.stills
    ADD CONSTRAINT stills_media_id_fkey FOREIGN KEY (media_id) REFERENCES public.media(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.streaks
    ADD CONSTRAINT streaks_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.streaks
    ADD CONSTRAINT streaks_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sweeps
    ADD CONSTRAINT sweeps_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sweeps
    ADD CONSTRAINT sweeps_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.upload_parts
    ADD CONSTRAINT upload_parts_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES public.uploads(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.accounts(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.video_ladders
    ADD CONSTRAINT video_ladders_media_id_fkey FOREIGN KEY (media_id) REFERENCES public.media(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.votes
    ADD CONSTRAINT votes_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id) ON DELETE CASCADE;
