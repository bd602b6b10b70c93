-- The bank's own tables. What is there stays.

CREATE TABLE IF NOT EXISTS bank_accounts (
  user_id TEXT NOT NULL PRIMARY KEY,
  opening_cents INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS bank_transfers (
  id INTEGER PRIMARY KEY,
  from_user TEXT NOT NULL,
  to_user TEXT NOT NULL,
  cents INTEGER NOT NULL CHECK (cents > 0),
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS bank_transfers_from ON bank_transfers (from_user);
CREATE INDEX IF NOT EXISTS bank_transfers_to ON bank_transfers (to_user);

-- A balance is what the transfers make of it; nothing else keeps one.
CREATE VIEW IF NOT EXISTS bank_balances AS
  SELECT user_id, opening_cents
    + COALESCE((SELECT SUM(cents) FROM bank_transfers WHERE to_user = user_id), 0)
    - COALESCE((SELECT SUM(cents) FROM bank_transfers WHERE from_user = user_id), 0) AS cents
  FROM bank_accounts;

INSERT OR IGNORE INTO bank_accounts (user_id, opening_cents) VALUES
  ('alice', 12500000), ('bob', 12500000), ('carol', 12500000), ('dave', 12500000);
