-- The platform operator's list of the main accounts of all trees, newest first.
create index account_main on account (created_at desc, id desc) where parent_id is null;
