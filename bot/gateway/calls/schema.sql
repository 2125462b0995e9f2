-- Calls of the voice line. Texts are masked; no telephone number is ever written here.
CREATE TABLE IF NOT EXISTS calls (
    id           TEXT PRIMARY KEY,
    channel      TEXT NOT NULL,
    conversation TEXT,
    state        TEXT NOT NULL DEFAULT 'expected',
    identity     TEXT NOT NULL DEFAULT 'none',
    leg          INTEGER NOT NULL DEFAULT 0,
    at           REAL NOT NULL,
    ended_at     REAL,
    end_reason   TEXT,
    queue        TEXT,
    target       TEXT,
    outcome      TEXT,
    consent      INTEGER NOT NULL DEFAULT 0,
    case_id      TEXT,
    dialled_at   REAL,
    gone         INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS call_turns (
    call        TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    n           INTEGER NOT NULL,
    leg         INTEGER NOT NULL,
    -- The line's own id of what the citizen said; the same id again is the same turn.
    said        TEXT,
    who         TEXT NOT NULL,
    text        TEXT NOT NULL,
    start_ms    REAL NOT NULL,
    end_ms      REAL NOT NULL,
    confidence  REAL,
    language    TEXT,
    engine      TEXT,
    interrupted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (call, n),
    UNIQUE (call, leg, said)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS call_times (
    call TEXT NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    n    INTEGER NOT NULL,
    name TEXT NOT NULL,
    ms   REAL NOT NULL,
    PRIMARY KEY (call, n)
) WITHOUT ROWID;
