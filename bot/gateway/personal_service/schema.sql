-- Personal service, beside the conversations in one file: a case, its conversation's state and the notice of it change together.
CREATE TABLE IF NOT EXISTS cases (
    id           TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    channel      TEXT NOT NULL,
    call         TEXT,
    language     TEXT NOT NULL,
    identity     TEXT NOT NULL,
    packet       TEXT NOT NULL,
    state        TEXT NOT NULL,
    queue        TEXT NOT NULL,
    person       TEXT,
    person_name  TEXT,
    outcome      TEXT,
    version      INTEGER NOT NULL,
    opened_at    REAL NOT NULL,
    queued_at    REAL NOT NULL,
    taken_at     REAL,
    ended_at     REAL,
    asked_at     REAL
) WITHOUT ROWID;

-- The database itself keeps a conversation from having two owners.
CREATE UNIQUE INDEX IF NOT EXISTS cases_open ON cases (conversation) WHERE state IN ('waiting', 'with_person');
CREATE INDEX IF NOT EXISTS cases_ended ON cases (ended_at);
CREATE INDEX IF NOT EXISTS cases_by_conversation ON cases (conversation);

-- Packets that became cases: the same one again opens no second case.
CREATE TABLE IF NOT EXISTS case_packets (
    conversation TEXT NOT NULL,
    key          TEXT NOT NULL,
    case_id      TEXT NOT NULL REFERENCES cases (id),
    PRIMARY KEY (conversation, key)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS case_notes (
    case_id   TEXT NOT NULL REFERENCES cases (id),
    seq       INTEGER NOT NULL,
    time      TEXT NOT NULL,
    person    TEXT NOT NULL,
    name      TEXT NOT NULL,
    text      TEXT NOT NULL,
    client_id TEXT,
    PRIMARY KEY (case_id, seq),
    UNIQUE (case_id, client_id)
) WITHOUT ROWID;

-- What the contact centre has still to be told; a row goes when it has been.
CREATE TABLE IF NOT EXISTS deliveries (
    n        INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id  TEXT NOT NULL REFERENCES cases (id),
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL UNIQUE,
    not_before REAL NOT NULL DEFAULT 0
);

-- For the dashboard. No row says whose it is: no conversation, no text but the citizen's own masked words on the service.
CREATE TABLE IF NOT EXISTS service_events (
    n        INTEGER PRIMARY KEY AUTOINCREMENT,
    at       REAL NOT NULL,
    kind     TEXT NOT NULL,
    queue    TEXT,
    channel  TEXT,
    reason   TEXT,
    intents  TEXT NOT NULL DEFAULT '[]',
    outcome  TEXT,
    wait_s   REAL,
    handle_s REAL,
    useful   INTEGER,
    rating   INTEGER,
    comment  TEXT
);
CREATE INDEX IF NOT EXISTS service_events_by_kind ON service_events (kind, queue, n);

-- So that an answer counts once: the conversation is hashed; n is 0 for the page's, which can be given anew.
CREATE TABLE IF NOT EXISTS feedback_given (
    conversation BLOB NOT NULL,
    n            INTEGER NOT NULL,
    event        INTEGER NOT NULL,
    PRIMARY KEY (conversation, n)
) WITHOUT ROWID;

-- Who took a call-back; the number and the reason are the contact centre's.
CREATE TABLE IF NOT EXISTS call_back_people (
    call_back TEXT PRIMARY KEY,
    person    TEXT NOT NULL,
    name      TEXT NOT NULL
) WITHOUT ROWID;

-- Single values: the banner, the topics that are left to people.
CREATE TABLE IF NOT EXISTS service_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
