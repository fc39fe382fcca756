-- Score states and elapsed-time states: types, aggregates, and what is read from them. Arithmetic only: no table is read.

create type jiancha.score_state;
create function jiancha.score_state_in(cstring) returns jiancha.score_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_state_in';
comment on function jiancha.score_state_in(cstring) is 'Input of score_state; an error unless the functions below could have made the state.';
create function jiancha.score_state_out(jiancha.score_state) returns cstring
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_state_out';
comment on function jiancha.score_state_out(jiancha.score_state) is 'Output of score_state: version, counts of cases, closed periods and their total, then additions, deductions, entries and closed scores of each dimension, points in hundredths.';
create function jiancha.score_state_recv(internal) returns jiancha.score_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_state_recv';
comment on function jiancha.score_state_recv(internal) is 'Binary input of score_state; every byte is checked.';
create function jiancha.score_state_send(jiancha.score_state) returns bytea
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_state_send';
comment on function jiancha.score_state_send(jiancha.score_state) is 'Binary form of score_state, as records store it; begins with the version.';
create type jiancha.score_state (
    input = jiancha.score_state_in, output = jiancha.score_state_out, receive = jiancha.score_state_recv, send = jiancha.score_state_send,
    internallength = variable, alignment = double, storage = plain);
comment on type jiancha.score_state is 'What counts for one subject in a period: points by dimension and counts of cases. States merge by addition.';
create function jiancha.score_state(bytes bytea) returns jiancha.score_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_state_from_bytea';
comment on function jiancha.score_state(bytea) is 'The state whose binary form (score_state_send) was stored. Errors: 22P03 unknown version or no such form.';

create function jiancha._score_add(state jiancha.score_state, dimension integer, points numeric) returns jiancha.score_state
language c immutable parallel safe as 'MODULE_PATHNAME', 'jiancha_score_add';
comment on function jiancha._score_add(jiancha.score_state, integer, numeric) is 'Transition of score().';
create function jiancha._score_case(state jiancha.score_state, stop_at timestamptz, due_at timestamptz, lead interval) returns jiancha.score_state
language c immutable parallel safe as 'MODULE_PATHNAME', 'jiancha_score_case';
comment on function jiancha._score_case(jiancha.score_state, timestamptz, timestamptz, interval) is 'Transition of score_cases().';
create function jiancha._score_combine(a jiancha.score_state, b jiancha.score_state) returns jiancha.score_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_combine';
comment on function jiancha._score_combine(jiancha.score_state, jiancha.score_state) is 'Sum of two states.';

create aggregate jiancha.score(dimension integer, points numeric) (
    sfunc = jiancha._score_add, stype = jiancha.score_state, combinefunc = jiancha._score_combine, parallel = safe);
comment on aggregate jiancha.score(integer, numeric) is
    'Gathers signed points by dimension (1 to 64), exact in hundredths. Rows with a NULL are passed over; NULL of no row. Errors: JC005 more than two decimal places, another dimension; 22003 out of range.';
create aggregate jiancha.score_cases(stop_at timestamptz, due_at timestamptz, lead interval) (
    sfunc = jiancha._score_case, stype = jiancha.score_state, combinefunc = jiancha._score_combine, parallel = safe);
comment on aggregate jiancha.score_cases(timestamptz, timestamptz, interval) is
    'Counts completed cases (stop_at not NULL), late ones (stop_at >= due_at) and early ones (stop_at < due_at - lead). lead: hours; NULL: none is early. Errors: JC005 lead in days or months.';
create aggregate jiancha.score_merge(state jiancha.score_state) (
    sfunc = jiancha._score_combine, stype = jiancha.score_state, combinefunc = jiancha._score_combine, parallel = safe);
comment on aggregate jiancha.score_merge(jiancha.score_state) is
    'Sum of states: of parts of one period, or of closed periods. Neither order nor grouping changes a digit. NULLs are passed over.';

create function jiancha.score_counts(completed bigint, early bigint, late bigint, incomplete bigint) returns jiancha.score_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_counts';
comment on function jiancha.score_counts(bigint, bigint, bigint, bigint) is 'A state of counts of cases without points. Errors: JC005 negative, or more early and late cases than completed ones.';
create function jiancha.score_total(state jiancha.score_state, terms bigint[], coefficient numeric default 1) returns numeric
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_total';
comment on function jiancha.score_total(jiancha.score_state, bigint[], numeric) is
    'Score of a period in points: each dimension inside its floor and cap, bonus for early completion, deduction for incomplete data, times coefficient (at most four decimal places, 0 to 100), rounded half away from zero, inside floor and cap of the total. terms: see score_terms(). Errors: JC005.';
create function jiancha.score_detail(state jiancha.score_state, terms bigint[], coefficient numeric default 1)
returns table (part text, dimension integer, entries bigint, additions numeric, deductions numeric, base numeric, score numeric)
language c immutable strict parallel safe rows 14 as 'MODULE_PATHNAME', 'jiancha_score_detail';
comment on function jiancha.score_detail(jiancha.score_state, bigint[], numeric) is
    'How score_total() came about: a row for each dimension (base: its weight), for early completion, for incomplete data (entries: cases), and for the total (base: sum of the dimensions). Points. Errors: JC005.';
create function jiancha.score_close(state jiancha.score_state, terms bigint[], coefficient numeric default 1) returns jiancha.score_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_close';
comment on function jiancha.score_close(jiancha.score_state, bigint[], numeric) is
    'The state with its score as that of one period: what score_merge() adds up to longer periods and score_mean() reads. Errors: JC005 closed already, other terms.';
create function jiancha.score_mean(state jiancha.score_state) returns numeric
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_mean';
comment on function jiancha.score_mean(jiancha.score_state) is 'Mean of the scores of the closed periods, in points, rounded half away from zero to hundredths; NULL if no period was closed.';
create function jiancha.score_dimension_means(state jiancha.score_state) returns table (dimension integer, score numeric, entries bigint)
language c immutable strict parallel safe rows 11 as 'MODULE_PATHNAME', 'jiancha_score_dimension_means';
comment on function jiancha.score_dimension_means(jiancha.score_state) is 'Mean score of each dimension over the closed periods, rounded half away from zero, and number of entries; no row if no period was closed.';
create function jiancha.score_state_counts(state jiancha.score_state, out completed bigint, out early bigint, out late bigint, out incomplete bigint, out periods bigint)
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_state_counts';
comment on function jiancha.score_state_counts(jiancha.score_state) is 'Counts of cases in a state, and how many periods were closed into it.';
create function jiancha.score_step_points(part bigint, whole bigint, from_share numeric, step numeric, first numeric, "each" numeric, most numeric) returns numeric
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_score_step_points';
comment on function jiancha.score_step_points(bigint, bigint, numeric, numeric, numeric, numeric, numeric) is
    'Points for the share part / whole: from from_share on first, and each once more per further full step, never more than most; step 0 gives 0. Shares from 0 to 1 with four decimal places. Of nothing (whole 0) a part counts as all of it.';

create type jiancha.elapsed_state;
create function jiancha.elapsed_state_in(cstring) returns jiancha.elapsed_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_state_in';
comment on function jiancha.elapsed_state_in(cstring) is 'Input of elapsed_state; an error unless the functions below could have made the state.';
create function jiancha.elapsed_state_out(jiancha.elapsed_state) returns cstring
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_state_out';
comment on function jiancha.elapsed_state_out(jiancha.elapsed_state) is 'Output of elapsed_state: version, cases, cases on time, sum, least and greatest duration in seconds, then bucket and cases of each bucket.';
create function jiancha.elapsed_state_recv(internal) returns jiancha.elapsed_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_state_recv';
comment on function jiancha.elapsed_state_recv(internal) is 'Binary input of elapsed_state; every byte is checked.';
create function jiancha.elapsed_state_send(jiancha.elapsed_state) returns bytea
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_state_send';
comment on function jiancha.elapsed_state_send(jiancha.elapsed_state) is 'Binary form of elapsed_state, as records store it; begins with the version.';
create type jiancha.elapsed_state (
    input = jiancha.elapsed_state_in, output = jiancha.elapsed_state_out, receive = jiancha.elapsed_state_recv, send = jiancha.elapsed_state_send,
    internallength = variable, alignment = double, storage = plain);
comment on type jiancha.elapsed_state is 'How long cases took: cases, cases on time, exact sum, and a histogram in whole seconds whose buckets are at most 1/128 of their value wide.';
create function jiancha.elapsed_state(bytes bytea) returns jiancha.elapsed_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_state_from_bytea';
comment on function jiancha.elapsed_state(bytea) is 'The state whose binary form (elapsed_state_send) was stored. Errors: 22P03 unknown version or no such form.';
create function jiancha._elapsed_add(state jiancha.elapsed_state, took interval, on_time boolean) returns jiancha.elapsed_state
language c immutable parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_add';
comment on function jiancha._elapsed_add(jiancha.elapsed_state, interval, boolean) is 'Transition of elapsed().';
create function jiancha._elapsed_combine(a jiancha.elapsed_state, b jiancha.elapsed_state) returns jiancha.elapsed_state
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_combine';
comment on function jiancha._elapsed_combine(jiancha.elapsed_state, jiancha.elapsed_state) is 'Sum of two states.';
create aggregate jiancha.elapsed(took interval, on_time boolean) (
    sfunc = jiancha._elapsed_add, stype = jiancha.elapsed_state, combinefunc = jiancha._elapsed_combine, parallel = safe);
comment on aggregate jiancha.elapsed(interval, boolean) is
    'Gathers how long cases took, in working time as working_time_between() gives it (parts of a second are cut off), and whether they were on time. Rows without a duration are passed over; NULL of no row. Errors: JC005 negative, or given in days or months.';
create aggregate jiancha.elapsed_merge(state jiancha.elapsed_state) (
    sfunc = jiancha._elapsed_combine, stype = jiancha.elapsed_state, combinefunc = jiancha._elapsed_combine, parallel = safe);
comment on aggregate jiancha.elapsed_merge(jiancha.elapsed_state) is 'Sum of states. Neither order nor grouping changes a digit. NULLs are passed over.';
create function jiancha.elapsed_percentile(state jiancha.elapsed_state, percent numeric) returns interval
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_percentile';
comment on function jiancha.elapsed_percentile(jiancha.elapsed_state, numeric) is
    'The duration that percent (0 to 100, two decimal places) of the cases did not pass: never below the true one, less than 0.79 % above it, exact below 256 seconds. NULL of no case.';
create function jiancha.elapsed_summary(state jiancha.elapsed_state, out cases bigint, out on_time bigint, out on_time_rate numeric,
    out mean interval, out median interval, out p90 interval, out shortest interval, out longest interval)
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_elapsed_summary';
comment on function jiancha.elapsed_summary(jiancha.elapsed_state) is
    'What a state says: cases, those on time, their share (four decimal places), mean (rounded to a second), median and 90th percentile (see elapsed_percentile()), shortest and longest.';
