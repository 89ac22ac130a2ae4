-- When somebody last came with it, to some minutes.
ALTER TABLE personal_tokens ADD COLUMN used_at BIGINT;
