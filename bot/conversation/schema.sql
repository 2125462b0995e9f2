-- Transcripts and sessions of the gateway. Tokens and session ids are stored hashed, texts masked.
CREATE TABLE IF NOT EXISTS conversations (
    id            TEXT PRIMARY KEY,
    token_hash    BLOB NOT NULL UNIQUE,
    session_hash  BLOB,
    browser       INTEGER NOT NULL,
    channel       TEXT NOT NULL,
    language      TEXT NOT NULL,
    state         TEXT NOT NULL DEFAULT 'bot',
    errands       TEXT NOT NULL DEFAULT '[]',
    expects       TEXT,
    citizen       TEXT,
    identity_seen REAL,
    pending_event TEXT,
    last_active   REAL NOT NULL
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS conversations_by_session ON conversations (session_hash);
CREATE INDEX IF NOT EXISTS conversations_logged_in
    ON conversations (identity_seen) WHERE identity_seen IS NOT NULL;

CREATE TABLE IF NOT EXISTS messages (
    conversation  TEXT NOT NULL REFERENCES conversations (id),
    seq           INTEGER NOT NULL,
    sender        TEXT NOT NULL,
    time          TEXT NOT NULL,
    text          TEXT,
    part          TEXT,
    client_id     TEXT,
    answer        TEXT,
    -- Each try to answer a citizen's message counts up `attempt`; its parts carry `reply_to` and that number.
    attempt       INTEGER NOT NULL DEFAULT 0,
    reply_to      INTEGER,
    -- Who a person is, as the citizen is told.
    name          TEXT,
    PRIMARY KEY (conversation, seq),
    UNIQUE (conversation, client_id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS messages_waiting ON messages (conversation, seq) WHERE answer = 'waiting';
