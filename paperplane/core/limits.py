"""Every size, rate and window. Answered whole by GET /limits."""

import msgspec


class Rate(msgspec.Struct, frozen=True):
    """At most `count` at once, refilled evenly over `window_s` seconds."""

    count: int
    window_s: float


class Sizes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes and windows: held always, for everybody."""

    request_bytes: int = 256 * 1024
    frame_bytes: int = 64 * 1024
    password_min_chars: int = 8
    password_max_chars: int = 200
    display_name_chars: int = 50
    bio_chars: int = 300
    pronouns_chars: int = 30
    links: int = 5
    link_chars: int = 200
    device_name_chars: int = 60
    avatar_bytes: int = 10 * 1024 * 1024
    avatar_pixels: int = 50_000_000
    upload_bytes: int = 1024 * 1024 * 1024
    upload_chunk_bytes: int = 16 * 1024 * 1024
    upload_parts: int = 2_000             # an upload, however small its chunks are
    uploads_open: int = 50
    upload_expire_h: int = 24
    media_name_chars: int = 200
    media_items: int = 20
    media_alt_chars: int = 1_000
    media_unused_h: int = 24              # what was never sent goes after so long
    media_url_s: int = 900                # an address of a picture or video is good for once to twice so long
    view_once_s: int = 300                # for so long who opens it may fetch it …
    view_once_days: int = 14              # … and it is gone after so long, opened or not
    photo_pixels: int = 64_000_000
    video_pixels: int = 4096 * 2304       # a frame's
    cut_min_ms: int = 500
    video_s: int = 600
    video_note_s: int = 60
    video_progressive_s: int = 60         # a posted video that lasts longer is fetched part by part
    video_fps: int = 120
    voice_s: int = 900
    media_streams: int = 8
    sticker_px: int = 512                 # a side of a picture of a pack; of one that moves …
    sticker_frames: int = 150
    sticker_s: int = 10
    sticker_bytes: int = 2 * 1024 * 1024  # … and as it is made anew
    packs: int = 20                       # of one's own, or a group's …
    packs_added: int = 50                 # … and those of others that one has added
    pack_title_chars: int = 40
    pack_pictures: int = 60
    picture_name_chars: int = 32
    text_emoji: int = 20                  # different ones out of packs in a text
    search_chars: int = 50
    text_chars: int = 8_000
    request_text_chars: int = 500
    mentions: int = 50
    poll_options: int = 12
    poll_question_chars: int = 300
    poll_option_chars: int = 100
    location_label_chars: int = 100
    edit_h: int = 24
    edits: int = 20
    quiet_unsend_s: int = 120             # until so long after, an unsent message leaves no trace
    reactions: int = 50                   # different ones to a message …
    reactions_each: int = 5               # … and of one person's
    pinned_messages: int = 50
    forwards: int = 5                     # conversations at once …
    forward_hands: int = 4                # … and one, where it came through more hands than this
    timer_min_s: int = 60
    timer_max_s: int = 366 * 86_400
    report_messages: int = 20
    report_note_chars: int = 1_000
    hidden_at_once: int = 100
    scheduled: int = 100
    schedule_min_s: int = 60
    schedule_max_days: int = 366
    draft_chars: int = 16_000
    preview_bytes: int = 512 * 1024       # of a page, and of its picture, unpacked
    messages_page: int = 100
    events_page: int = 500
    people_page: int = 50
    members_page: int = 100
    activity_page: int = 30
    activity_days: int = 90               # what others did is told for so long
    inbox_page: int = 50
    sync_conversations: int = 500
    proof_points: int = 16
    group_members: int = 512
    group_added: int = 50
    group_title_chars: int = 60
    pinned: int = 10
    folders: int = 20
    folder_name_chars: int = 24
    folder_conversations: int = 500
    nicknames: int = 1_000
    nickname_chars: int = 50
    post_text_chars: int = 2_000
    post_tags: int = 30
    post_video_short_s: int = 15          # a posted video is short up to here, …
    post_video_middle_s: int = 180        # … or middle, …
    post_video_long_s: int = 600          # … or long, and none is longer
    captions: int = 20                    # languages of a video …
    caption_chars: int = 100_000          # … each of so many characters …
    caption_cues: int = 3_000             # … in so many pieces …
    caption_cue_chars: int = 500          # … of so many
    caption_label_chars: int = 40
    posts_page: int = 20
    posts_pinned: int = 3
    posts_waiting: int = 100              # drafts, and what is published later
    post_restore_s: int = 30              # for so long who deleted a post may take it back
    post_people: int = 20
    impressions_days: int = 90            # what a feed has shown to whom is forgotten then
    posts_viewed: int = 50                # told at once
    cards: int = 50                       # asked for at once
    collections: int = 100
    collection_name_chars: int = 50
    comment_chars: int = 1_000
    comment_filter_words: int = 200
    comments_page: int = 30
    comment_restore_s: int = 30           # for so long who deleted a comment may take it back
    comments_waiting: int = 100           # no more are counted
    comments_asked: int = 30              # at once, by their ids
    looked_posts: int = 8                 # of whose comments a device is told
    watched_people: int = 100
    sockets_per_account: int = 20
    hello_s: float = 10
    frame_fragments: int = 64
    sockets: int = 10_000                 # that have said hello …
    sockets_per_address: int = 500
    waiting_sockets: int = 500            # … and that have not yet
    waiting_sockets_per_address: int = 50
    connections: int = 2_000              # over which requests come; one that becomes a socket counts there
    connections_per_address: int = 200
    pipelined_requests: int = 16
    head_bytes: int = 16 * 1024
    head_fields: int = 100
    head_s: float = 10
    idle_s: float = 30                    # between two requests
    slow_s: float = 20                    # who sends a body, or reads an answer, has so long …
    slow_bytes_s: int = 4 * 1024          # … and a second more for each so many bytes that have moved
    close_s: float = 2
    heartbeat_s: float = 25
    call_ring_s: float = 45
    call_unseen_s: float = 30             # a device in a call that says nothing for so long is gone
    call_sdp_chars: int = 32 * 1024
    call_candidate_chars: int = 1_000
    turn_credential_s: int = 6 * 3600
    mailed_token_h: int = 24
    digest_link_days: int = 90            # for so long a mail's link ends such mails
    under_age_retry_h: int = 24
    session_days: int = 180


class Rates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rates by account or by address; lifted by `limits_enabled = false` on a loopback address only."""

    sign_up_address: Rate = Rate(10, 3600)
    sign_in_account_address: Rate = Rate(10, 300)     # one who does not know the password locks out nobody else …
    sign_in_account: Rate = Rate(100, 300)            # … and many together guess no faster than this
    sign_in_address: Rate = Rate(50, 300)
    mail_account: Rate = Rate(5, 3600)
    mail_address: Rate = Rate(20, 3600)
    secret_account: Rate = Rate(10, 900)
    mailed_tokens_address: Rate = Rate(20, 300)
    requests_account: Rate = Rate(300, 30)
    requests_address: Rate = Rate(600, 30)
    syncs_account: Rate = Rate(60, 60)
    connections_address: Rate = Rate(200, 20)
    http_address: Rate = Rate(1_000, 20)
    follows_account: Rate = Rate(60, 3600)
    strangers_account: Rate = Rate(10, 86_400)
    groups_account: Rate = Rate(50, 86_400)
    invitations_account: Rate = Rate(50, 86_400)
    avatar_account: Rate = Rate(20, 3600)
    uploads_account: Rate = Rate(200, 3600)
    upload_bytes_account: Rate = Rate(5 * 1024**3, 86_400)
    sends_account: Rate = Rate(30, 30)
    reports_account: Rate = Rate(20, 86_400)
    searches_account: Rate = Rate(60, 60)
    changes_account: Rate = Rate(60, 30)
    receipts_account: Rate = Rate(20, 3600)     # switched on or off: many screens ask anew
    presence_account: Rate = Rate(20, 3600)     # shown to others: every open socket is looked at
    streaks_account: Rate = Rate(30, 600)
    drafts_account: Rate = Rate(120, 60)
    pushes_account: Rate = Rate(30, 3600)             # devices that ask to be told
    orders_account: Rate = Rate(120, 60)              # folders and nicknames
    posts_account: Rate = Rate(60, 3600)
    post_changes_account: Rate = Rate(120, 60)        # likes, reposts, bookmarks, pins
    comments_account: Rate = Rate(30, 60)
    views_account: Rate = Rate(60, 60)
    feeds_account: Rate = Rate(60, 60)                # pages that are chosen: what each has shown is kept
    forwards_message: Rate = Rate(5, 3600)
    forwards_many_hands: Rate = Rate(1, 3600)
    packs_account: Rate = Rate(300, 300)              # packs and their pictures that are changed
    previews_account: Rate = Rate(30, 600)
    frames_socket: Rate = Rate(120, 30)
    control_frames_socket: Rate = Rate(60, 30)
    calls_account: Rate = Rate(20, 300)
    call_signals_account: Rate = Rate(300, 30)
    typing_account: Rate = Rate(20, 30)
    watches_account: Rate = Rate(30, 30)
    looks_account: Rate = Rate(60, 30)                # at what is said to posts
    sockets_address: Rate = Rate(120, 60)
    bad_frames_socket: Rate = Rate(5, 60)


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sizes: Sizes = Sizes()
    rates: Rates = Rates()
