-- The tables of @second-factor/sql in the PostgreSQL dialect: PostgreSQL 13 or later, PGlite.
-- Safe to run again. Times are milliseconds since 1970-01-01T00:00:00Z. The primary key of every table about
-- subjects begins with the namespace and the subject, so that each statement touches one subject's rows only.

-- Which versions of this schema the database has had; the highest is the one it has.
CREATE TABLE IF NOT EXISTS second_factor_schema (
  version INTEGER NOT NULL PRIMARY KEY
);

-- One row for every subject the suite has something to remember of. It outlives its authenticators.
CREATE TABLE IF NOT EXISTS second_factor_subjects (
  namespace TEXT COLLATE "C" NOT NULL,           -- the engine's namespace
  subject_id TEXT COLLATE "C" NOT NULL,          -- the account's id in your app
  epoch TEXT NOT NULL DEFAULT '',                -- random; changes with all that must void earlier verifications
  epoch_changed_at BIGINT NOT NULL DEFAULT 0,
  must_enroll BOOLEAN NOT NULL DEFAULT FALSE,    -- TRUE after a reset: a new enrollment is demanded
  failures_since BIGINT NOT NULL DEFAULT 0,      -- when the window of the long budget opened
  failures_count INTEGER NOT NULL DEFAULT 0,     -- failures in that window; success does not reset them
  failures_in_row INTEGER NOT NULL DEFAULT 0,    -- failures since the last success
  pending_id TEXT,                               -- the enrollment under way, if there is one: all of pending_* or none
  pending_name TEXT,
  pending_algorithm TEXT,
  pending_digits INTEGER,
  pending_period INTEGER,                        -- seconds
  pending_sealed_secret BYTEA,                   -- encrypted; the key is not in the database
  pending_started_by TEXT,                       -- the session that began it
  pending_epoch TEXT,                            -- the subject's epoch at the beginning
  pending_expires_at BIGINT,
  PRIMARY KEY (namespace, subject_id)
);

-- The authenticators that count.
CREATE TABLE IF NOT EXISTS second_factor_authenticators (
  namespace TEXT COLLATE "C" NOT NULL,
  subject_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  algorithm TEXT NOT NULL,                       -- SHA1, SHA256 or SHA512
  digits INTEGER NOT NULL,
  period INTEGER NOT NULL,                       -- seconds
  sealed_secret BYTEA NOT NULL,                  -- encrypted; bound to namespace, subject and authenticator
  last_step BIGINT NOT NULL,                     -- the highest time step ever accepted; it only grows
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  PRIMARY KEY (namespace, subject_id, id)
);

-- Recovery codes that were not used yet. A used one is deleted.
CREATE TABLE IF NOT EXISTS second_factor_recovery_codes (
  namespace TEXT COLLATE "C" NOT NULL,
  subject_id TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,              -- SHA-256 over namespace, purpose, subject and code
  PRIMARY KEY (namespace, subject_id, digest)
);

-- Verifications that were signed out before they ended, where the session is held by the client.
CREATE TABLE IF NOT EXISTS second_factor_revoked_marks (
  namespace TEXT COLLATE "C" NOT NULL,
  subject_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  expires_at BIGINT NOT NULL,                    -- after this the mark is too old to count anyway
  PRIMARY KEY (namespace, subject_id, id)
);

-- Short budgets, where sqlLimits() keeps them. A row whose window ended an hour ago may be deleted at any time.
CREATE TABLE IF NOT EXISTS second_factor_limits (
  key TEXT COLLATE "C" NOT NULL PRIMARY KEY,     -- the budget and, hashed, whom it is for
  points BIGINT NOT NULL,                        -- tries in this window
  expire BIGINT                                  -- when the window ends
);
CREATE INDEX IF NOT EXISTS second_factor_limits_expire ON second_factor_limits (expire);

-- The audit log, where sqlAuditLog() keeps it: per namespace a chain of rows 1, 2, 3 and so on. Nothing changes them:
-- the app needs no right to UPDATE or DELETE here. docs/events.md says what it proves.
CREATE TABLE IF NOT EXISTS second_factor_audit (
  namespace TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,                        -- 1 for the namespace's first event
  key_id TEXT COLLATE "C" NOT NULL,              -- of the ring's key whose subkey made the mac
  mac TEXT COLLATE "C" NOT NULL,                 -- HMAC-SHA-256 over number, namespace, the mac before and the event
  event TEXT NOT NULL,                           -- JSON, as it was when the mac was made
  PRIMARY KEY (namespace, number)
);
CREATE INDEX IF NOT EXISTS second_factor_audit_keys ON second_factor_audit (namespace, key_id);

-- What few subjects have a row for: what their host told of them, a recovery, browsers. It is one row, so that a look at a
-- subject costs little and whoever adds a browser sees the others.
CREATE TABLE IF NOT EXISTS second_factor_accounts (
  namespace TEXT COLLATE "C" NOT NULL,
  subject_id TEXT COLLATE "C" NOT NULL,
  credentials_changed_at BIGINT NOT NULL DEFAULT 0,  -- when the host said so last; 0 for never
  contact_changed_at BIGINT NOT NULL DEFAULT 0,      -- where notices go
  recovery JSONB,                                    -- the last one, open or over: JSON
  browsers JSONB,                                    -- that verified, or in which a code failed: JSON, of cookies only digests
  PRIMARY KEY (namespace, subject_id)
);

INSERT INTO second_factor_schema (version) VALUES (4) ON CONFLICT DO NOTHING;
