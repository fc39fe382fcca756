-- The background worker: start, stop, look. What it does is jiancha.sweep(), in the database's own time.
-- Preloaded (shared_preload_libraries), a launcher sweeps the databases named in jiancha.databases; these functions then
-- only ask and look. Not preloaded, start_worker() leaves one worker in the current database.

create function jiancha.start_worker(sweep_interval interval default null) returns integer
language c volatile called on null input parallel unsafe
as 'MODULE_PATHNAME', 'jiancha_start_worker';
revoke all on function jiancha.start_worker(interval) from public;
comment on function jiancha.start_worker(interval) is
'Without preload: starts the worker that sweeps this database each sweep_interval (100 milliseconds to 24 days; NULL: the setting jiancha.sweep_interval) and returns its process id; one a database. It begins when the calling transaction has ended, is gone after a restart of the server, and ends when the extension is dropped. Preloaded: asks the launcher for a sweep now and returns NULL. Errors: JC005 for an interval out of range, 25006 on a standby, 55000 if preloaded and the database is not in jiancha.databases, 53400 if no worker slot is free.';

create function jiancha.stop_worker() returns boolean
language c volatile parallel unsafe
as 'MODULE_PATHNAME', 'jiancha_stop_worker';
revoke all on function jiancha.stop_worker() from public;
comment on function jiancha.stop_worker() is
'Ends the worker that start_worker() left in this database, after its batch and for good; waits up to 10 seconds. True if it has ended, false if there was none or it is still busy. Preloaded: a notice and false, since the setting jiancha.databases decides.';

create function jiancha.worker_status(
    out database text,
    out mode text,
    out state text,
    out pid integer,
    out launcher_pid integer,
    out last_start timestamptz,
    out last_sweep timestamptz,
    out watermark timestamptz,
    out sweeps bigint,
    out issued bigint,
    out marked bigint,
    out skipped bigint,
    out quarantined bigint,
    out failures bigint,
    out last_error text,
    out last_error_at timestamptz,
    out note text
) returns setof record
language c volatile parallel restricted rows 10
as 'MODULE_PATHNAME', 'jiancha_worker_status';
comment on function jiancha.worker_status() is
'The background worker, a row for each database named in jiancha.databases and one for the current database. mode: launcher, dynamic (start_worker), none. state: waiting, sweeping, idle, behind (more was due than one turn does, or dockets were locked), failed, no extension, other version, no records, incomplete (being restored), bad owner, copy (the records live elsewhere), no slot, no database, closed, none. watermark: as_of of the last complete sweep, which ended at last_sweep. Counters since the server (mode dynamic: the worker) started: complete sweeps, signals issued, marks, dockets skipped because locked, dockets quarantined, failed sweeps. last_error: SQLSTATE, and the message for members of pg_read_all_stats. note: what to do. For every role; raises no error.';
