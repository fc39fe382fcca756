-- Making calendars and loading notices. Only who may write to jiancha.calendar can; a notice is checked as a whole and
-- changes nothing if anything in it is wrong.

create function jiancha._raise_calendar(what text, variadic args text[]) returns void
language c volatile parallel safe as 'MODULE_PATHNAME', 'jiancha_raise_calendar';
comment on function jiancha._raise_calendar(text, text[]) is
'Raises the error about calendars named what; the arguments fill its text by position.';

-- A calendar and all below it, parents first.
create function jiancha._calendar_tree(calendar text, out calendar_code text, out depth integer) returns setof record
language sql stable parallel safe set search_path = pg_catalog, pg_temp
as $$
	with recursive tree (calendar_code, depth) as (
		select c.calendar_code, 0 from jiancha.calendar as c where c.calendar_code = $1
		union all
		select c.calendar_code, t.depth + 1 from tree as t join jiancha.calendar as c on c.parent = t.calendar_code
	)
	select t.calendar_code, t.depth from tree as t order by t.depth, t.calendar_code
$$;
comment on function jiancha._calendar_tree(text) is 'A calendar and all calendars below it, with their distance from it.';

-- The next version of a calendar and of all below it, put in force; their rows are locked by the caller. A calendar below
-- keeps its own days; its horizon goes on with the parent's if it went with it so far, and stays where it is otherwise.
create function jiancha._next_calendar_version(calendar text, notice_no text, issued_on date, published_through date,
	weekly_rest integer[], days jsonb, hours jsonb,
	out calendar_code text, out old_version integer, out new_version integer) returns setof record
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set datestyle = 'ISO, YMD'
as $$
#variable_conflict use_column
declare
	node record;
	was record;
	parent record;
	through date;
	week integer[];
	touched datemultirange;
begin
	select coalesce(range_agg(daterange(d.day, d.day, '[]')), '{}') into strict touched
	from jsonb_to_recordset(days) as d (day date);

	for node in select t.calendar_code, t.depth from jiancha._calendar_tree(calendar) as t loop
		select v.* into strict was
		from jiancha.calendar as c
		join jiancha.calendar_version as v on v.calendar_code = c.calendar_code and v.version = c.version
		where c.calendar_code = node.calendar_code;
		-- the parent of a calendar below has its new version by now
		select v.version, v.published_through, before.published_through as was_through into parent
		from jiancha.calendar as c
		join jiancha.calendar as p on p.calendar_code = c.parent
		join jiancha.calendar_version as v on v.calendar_code = p.calendar_code and v.version = p.version
		join jiancha.calendar_version as before on before.calendar_code = p.calendar_code and before.version = was.parent_version
		where c.calendar_code = node.calendar_code;

		week := was.weekly_rest;
		if node.depth = 0 then
			through := coalesce(published_through, was.published_through);
			week := coalesce(weekly_rest, week);
		elsif was.published_through = parent.was_through then
			through := parent.published_through;
		else
			through := was.published_through;
		end if;

		calendar_code := node.calendar_code;
		old_version := was.version;
		select max(v.version) + 1 into strict new_version
		from jiancha.calendar_version as v
		where v.calendar_code = node.calendar_code;
		insert into jiancha.calendar_version (calendar_code, version, parent_version, notice_no, published_from,
			published_through, weekly_rest, changed, issued_on)
		values (node.calendar_code, new_version, parent.version, notice_no, was.published_from, through, week,
			case when week <> was.weekly_rest or jsonb_array_length(hours) > 0
				then datemultirange(daterange(was.published_from, null))
				else touched + datemultirange(daterange(was.published_through, through, '(]')) end,
			issued_on);
		if node.depth = 0 then
			insert into jiancha.calendar_day (calendar_code, day, version, kind, holiday, notice_no)
			select node.calendar_code, d.day, new_version, d.kind, d.holiday, notice_no
			from jsonb_to_recordset(days) as d (day date, kind text, holiday text);
			insert into jiancha.calendar_hours (calendar_code, version, weekday, opens, closes)
			select node.calendar_code, new_version, h.weekday, h.opens, h.closes
			from jsonb_to_recordset(hours) as h (weekday integer, opens time, closes time);
		end if;
		update jiancha.calendar as c set version = new_version where c.calendar_code = node.calendar_code;
		return next;
	end loop;
end
$$;
comment on function jiancha._next_calendar_version(text, text, date, date, integer[], jsonb, jsonb) is
'Makes the next version of a calendar and of all below it and puts them in force; returns old and new numbers. days are objects with day, kind, holiday; hours with weekday, opens, closes. Checks nothing.';

-- Opening hours as a notice or create_calendar() gives them; raises if an entry is wrong.
create function jiancha._check_hours(hours jsonb) returns void
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp
as $$
declare
	entry record;
	open time;
	shut time;
	seen jsonb := '[]';
begin
	if jsonb_typeof(hours) <> 'array' then
		perform jiancha._raise_calendar('bad_hours', '1', hours::text);
	end if;
	for entry in select e.value, e.ordinality from jsonb_array_elements(hours) with ordinality as e loop
		begin
			open := (entry.value ->> 'opens')::time;
			shut := (entry.value ->> 'closes')::time;
		exception when data_exception then
			perform jiancha._raise_calendar('bad_hours', entry.ordinality::text, entry.value::text);
		end;
		if not coalesce((entry.value ->> 'weekday') ~ '^[0-7]$' and open < shut, false)
			or exists (
				select from jsonb_to_recordset(seen) as s (weekday integer, opens time, closes time)
				where s.weekday = (entry.value ->> 'weekday')::integer and s.opens < shut and open < s.closes
			)
		then
			perform jiancha._raise_calendar('bad_hours', entry.ordinality::text, entry.value::text);
		end if;
		seen := seen || entry.value;
	end loop;
end
$$;
comment on function jiancha._check_hours(jsonb) is 'Raises JC010 unless hours is an array of opening hours that do not overlap.';

create function jiancha.create_calendar(code text, name text, time_zone text default null, parent text default null,
	weekly_rest integer[] default null, published_from date default null, published_through date default null,
	is_default boolean default false, hours jsonb default '[]') returns integer
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set datestyle = 'ISO, YMD'
as $$
#variable_conflict use_variable
declare
	above record;
	zone text := time_zone;
	week integer[] := weekly_rest;
	first_day date := published_from;
	through date := published_through;
begin
	if not has_table_privilege('jiancha.calendar', 'insert') then
		perform jiancha._raise_calendar('not_allowed', current_user::text);
	end if;
	if code is null or octet_length(code) not between 1 and 63 or code <> btrim(code) then
		perform jiancha._raise_calendar('bad_code', code);
	end if;
	if exists (select from jiancha.calendar as c where c.calendar_code = code) then
		perform jiancha._raise_calendar('calendar_exists', code);
	end if;
	-- a notice for the parent waits until this calendar is there, or this one until the notice is in force
	perform from jiancha.calendar as c where c.calendar_code = parent for update;
	select c.time_zone, v.* into above
	from jiancha.calendar as c
	join jiancha.calendar_version as v on v.calendar_code = c.calendar_code and v.version = c.version
	where c.calendar_code = parent;
	if parent is not null and not found then
		perform jiancha._raise_calendar('unknown_calendar', parent);
	end if;
	zone := coalesce(zone, above.time_zone);
	week := coalesce(week, above.weekly_rest);
	first_day := coalesce(first_day, above.published_from);
	through := coalesce(through, above.published_through);
	week := coalesce(week, '{6,7}');
	if zone is null or not exists (select from pg_timezone_names as z where z.name = zone) then
		perform jiancha._raise_calendar('bad_zone', zone);
	end if;
	if array_position(week, null) is not null or not week <@ '{1,2,3,4,5,6,7}' or '{1,2,3,4,5,6,7}' <@ week then
		perform jiancha._raise_calendar('bad_week', week::text);
	end if;
	if first_day is null or through is null or not isfinite(first_day) or not isfinite(through)
		or first_day > through or through - first_day > 63000
		or parent is not null and (first_day < above.published_from or through > above.published_through)
	then
		perform jiancha._raise_calendar('bad_span', first_day::text, through::text);
	end if;
	perform jiancha._check_hours(hours);

	insert into jiancha.calendar (calendar_code, name, parent, time_zone, version, is_default)
	values (code, name, parent, zone, 1, is_default);
	insert into jiancha.calendar_version (calendar_code, version, parent_version, published_from, published_through,
		weekly_rest, changed)
	values (code, 1, above.version, first_day, through, week, datemultirange(daterange(first_day, through, '[]')));
	insert into jiancha.calendar_hours (calendar_code, version, weekday, opens, closes)
	select code, 1, h.weekday, h.opens, h.closes
	from jsonb_to_recordset(hours) as h (weekday integer, opens time, closes time);
	return 1;
end
$$;
comment on function jiancha.create_calendar(text, text, text, text, integer[], date, date, boolean, jsonb) is
'Makes a calendar with its first version and returns 1. With a parent: its days hold where this one says nothing, and what is left NULL (time zone, weekly rest, first day, horizon) is the parent''s; a horizon left NULL goes on with the parent''s. hours: [{"weekday": 1, "opens": "08:30", "closes": "12:00"}, …]. JC002 unknown parent, JC005 bad values, JC006 the code exists, JC007 the caller may not.';

create function jiancha._enter_notice(notice jsonb,
	out calendar_code text, out old_version integer, out new_version integer) returns setof record
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set datestyle = 'ISO, YMD'
as $$
#variable_conflict use_variable
declare
	fields constant text[] := '{notice_no,calendar,issuer,issued_on,title,published_through,weekly_rest,hours,revises,days}';
	number text := notice ->> 'notice_no';
	code text := notice ->> 'calendar';
	issued date;
	through date;
	week integer[];
	hours jsonb := coalesce(notice -> 'hours', '[]');
	revised text[] := '{}';
	days jsonb := '[]';
	entry record;
	first_day date;
	last_day date;
	was record;
	parent_through date;
	bad record;
	earlier record;
begin
	-- the form
	if notice is null or jsonb_typeof(notice) <> 'object' then
		perform jiancha._raise_calendar('not_an_object', '');
	end if;
	select k.key into bad from jsonb_object_keys(notice) as k (key) where k.key <> all (fields) order by k.key limit 1;
	if found then
		perform jiancha._raise_calendar('unknown_field', bad.key);
	end if;
	if coalesce(btrim(number), '') = '' then
		perform jiancha._raise_calendar('no_number', '');
	end if;
	for entry in select e.key, e.value from jsonb_each(notice) as e loop
		begin
			if entry.key in ('days', 'revises', 'weekly_rest', 'hours') and jsonb_typeof(entry.value) <> 'array' then
				raise data_exception;
			end if;
			case entry.key
				when 'issued_on' then issued := (entry.value #>> '{}')::date;
				when 'published_through' then through := (entry.value #>> '{}')::date;
				when 'weekly_rest' then week := array(select x::integer from jsonb_array_elements_text(entry.value) as x order by 1);
				when 'revises' then revised := array(select x from jsonb_array_elements_text(entry.value) as x order by 1);
				else null;
			end case;
		exception when data_exception then
			perform jiancha._raise_calendar('bad_field', entry.key, entry.value::text, number);
		end;
	end loop;
	if not isfinite(issued) then
		perform jiancha._raise_calendar('bad_field', 'issued_on', issued::text, number);
	end if;
	if not isfinite(through) then
		perform jiancha._raise_calendar('bad_field', 'published_through', through::text, number);
	end if;
	if array_position(week, null) is not null or not week <@ '{1,2,3,4,5,6,7}' or '{1,2,3,4,5,6,7}' <@ week then
		perform jiancha._raise_calendar('bad_week', week::text);
	end if;
	perform jiancha._check_hours(hours);
	for entry in select e.value, e.ordinality from jsonb_array_elements(coalesce(notice -> 'days', '[]')) with ordinality as e loop
		begin
			first_day := coalesce(entry.value ->> 'day', entry.value ->> 'from')::date;
			last_day := coalesce(entry.value ->> 'through', entry.value ->> 'day', entry.value ->> 'from')::date;
		exception when data_exception then
			perform jiancha._raise_calendar('bad_day', entry.ordinality::text, number, entry.value::text);
		end;
		if not coalesce(jsonb_typeof(entry.value) = 'object' and isfinite(first_day) and isfinite(last_day)
			and last_day - first_day between 0 and 366, false)
			or entry.value ? 'day' and (entry.value ? 'from' or entry.value ? 'through')
			or exists (select from jsonb_object_keys(entry.value) as k (key) where k.key not in ('day', 'from', 'through', 'kind', 'holiday'))
		then
			perform jiancha._raise_calendar('bad_day', entry.ordinality::text, number, entry.value::text);
		end if;
		if not coalesce(entry.value ->> 'kind' in ('work', 'off', 'statutory', 'normal'), false) then
			perform jiancha._raise_calendar('bad_kind', number, first_day::text, entry.value ->> 'kind');
		end if;
		days := days || (
			select jsonb_agg(jsonb_build_object('day', first_day + g.i, 'kind', entry.value ->> 'kind',
				'holiday', entry.value ->> 'holiday') order by g.i)
			from generate_series(0, last_day - first_day) as g (i)
		);
	end loop;
	select d.day into bad from jsonb_to_recordset(days) as d (day date) group by d.day having count(*) > 1 order by d.day limit 1;
	if found then
		perform jiancha._raise_calendar('day_twice', number, bad.day::text);
	end if;

	-- the calendar; from here on it and all below it are locked, so what is checked is what is built upon
	if not has_table_privilege('jiancha.calendar', 'insert') then
		perform jiancha._raise_calendar('not_allowed', current_user::text);
	end if;
	if code is null then
		select c.calendar_code into code from jiancha.calendar as c where c.is_default;
		if not found then
			perform jiancha._raise_calendar('no_default', '');
		end if;
	end if;
	perform from jiancha.calendar as c
	where c.calendar_code in (select t.calendar_code from jiancha._calendar_tree(code) as t)
	order by c.calendar_code
	for update;
	if not found then
		perform jiancha._raise_calendar('unknown_calendar', code);
	end if;
	select v.*, c.parent into strict was
	from jiancha.calendar as c
	join jiancha.calendar_version as v on v.calendar_code = c.calendar_code and v.version = c.version
	where c.calendar_code = code;

	-- loaded already? The same content does nothing; what is left out is not said anew
	select n.* into earlier from jiancha.calendar_notice as n where n.calendar_code = code and n.notice_no = number;
	if found then
		if exists (
				(select d.day, d.kind, d.holiday from jsonb_to_recordset(days) as d (day date, kind text, holiday text)
				except
				select r.day, r.kind, r.holiday from jiancha.calendar_day as r where r.calendar_code = code and r.notice_no = number)
				union all
				(select r.day, r.kind, r.holiday from jiancha.calendar_day as r where r.calendar_code = code and r.notice_no = number
				except
				select d.day, d.kind, d.holiday from jsonb_to_recordset(days) as d (day date, kind text, holiday text))
			)
			or notice ? 'issued_on' and issued is distinct from earlier.issued_on
			or notice ? 'issuer' and notice ->> 'issuer' is distinct from earlier.issuer
			or notice ? 'title' and notice ->> 'title' is distinct from earlier.title
			or notice ? 'revises' and not (revised @> earlier.revises and revised <@ earlier.revises)
			-- the version it made keeps what it set beside days; a notice of the parent may bear the same number
			or not exists (
				select from jiancha.calendar_version as v
				where v.calendar_code = code and v.notice_no = number
					and (through is null or through = v.published_through)
					and (week is null or week @> v.weekly_rest and week <@ v.weekly_rest)
					and (not notice ? 'hours' or not exists (
						(select h.weekday, h.opens, h.closes from jsonb_to_recordset(hours) as h (weekday integer, opens time, closes time)
						except
						select r.weekday, r.opens, r.closes from jiancha.calendar_hours as r where r.calendar_code = code and r.version = v.version)
						union all
						(select r.weekday, r.opens, r.closes from jiancha.calendar_hours as r where r.calendar_code = code and r.version = v.version
						except
						select h.weekday, h.opens, h.closes from jsonb_to_recordset(hours) as h (weekday integer, opens time, closes time))
					))
			)
		then
			perform jiancha._raise_calendar('notice_differs', number);
		end if;
		return;
	end if;

	-- the content against the calendar
	if jsonb_array_length(days) = 0 and jsonb_array_length(hours) = 0 and through is null and week is null then
		perform jiancha._raise_calendar('nothing_set', number);
	end if;
	if through < was.published_through then
		perform jiancha._raise_calendar('horizon_back', number, through::text, was.published_through::text);
	end if;
	select v.published_through into parent_through
	from jiancha.calendar as c
	join jiancha.calendar_version as v on v.calendar_code = c.calendar_code and v.version = c.version
	where c.calendar_code = was.parent;
	if through > was.published_through + 400 or through > parent_through then
		perform jiancha._raise_calendar('horizon_far', number, through::text, was.published_through::text);
	end if;
	through := coalesce(through, was.published_through);
	week := coalesce(week, was.weekly_rest);
	select d.day into bad
	from jsonb_to_recordset(days) as d (day date)
	where d.day not between was.published_from and through
	order by d.day limit 1;
	if found then
		perform jiancha._raise_calendar('day_out_of_range', number, bad.day::text,
			was.published_from || ' – ' || through, code);
	end if;
	select d.day into bad
	from jsonb_to_recordset(days) as d (day date, kind text)
	where d.kind = 'work' and extract(isodow from d.day)::integer <> all (week)
	order by d.day limit 1;
	if found then
		perform jiancha._raise_calendar('make_up_on_workday', number, bad.day::text, extract(isodow from bad.day)::text);
	end if;
	select r.no into bad
	from unnest(revised) as r (no)
	where not exists (
		select from jiancha.calendar_notice as n
		where n.notice_no = r.no and n.calendar_code in (code, was.parent)
	);
	if found then
		perform jiancha._raise_calendar('revises_unknown', number, bad.no);
	end if;
	select d.day, latest.notice_no into bad
	from jsonb_to_recordset(days) as d (day date)
	cross join lateral (
		select r.notice_no from jiancha.calendar_day as r
		where r.calendar_code = code and r.day = d.day
		order by r.version desc limit 1
	) as latest
	where coalesce(latest.notice_no, '') <> all (revised)
	order by d.day limit 1;
	if found then
		perform jiancha._raise_calendar('overlap', number, bad.day::text, bad.notice_no);
	end if;

	insert into jiancha.calendar_notice (calendar_code, notice_no, issuer, issued_on, title, revises)
	values (code, number, notice ->> 'issuer', issued, notice ->> 'title', revised);
	return query select v.calendar_code, v.old_version, v.new_version
		from jiancha._next_calendar_version(code, number, issued, through, week, days, hours) as v;
end
$$;
comment on function jiancha._enter_notice(jsonb) is
'Checks a notice and makes the next version of its calendar and of all below it, as load_notice(), which says what a notice is; returns old and new version of each, no row if the notice was loaded already. Counts no clock again.';

create function jiancha._load_notice(notice jsonb, caller name) returns integer
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp
as $$
declare
	moved record;
begin
	if not has_table_privilege(caller, 'jiancha.calendar', 'insert') then
		perform jiancha._raise_calendar('not_allowed', caller::text);
	end if;
	for moved in select * from jiancha._enter_notice(notice) loop
		-- the engine derives the clocks of this calendar again
		perform jiancha._notice_applied(moved.calendar_code, moved.old_version, moved.new_version);
	end loop;
	return (
		select c.version from jiancha.calendar as c
		where case when notice ->> 'calendar' is null then c.is_default else c.calendar_code = notice ->> 'calendar' end
	);
end
$$;
comment on function jiancha._load_notice(jsonb, name) is 'Does the work of load_notice() for a caller who may enter calendars, as the owner.';

create function jiancha.load_notice(notice jsonb) returns integer
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_call_as_owner_for';
comment on function jiancha.load_notice(jsonb) is
'Loads a notice that sets days of a calendar: makes the next version of it and of all calendars below, puts them in force, derives the clocks they concern, and returns the number of the version in force. Fields: notice_no; calendar (NULL: the default), issuer, issued_on, title, published_through, weekly_rest, hours, revises (numbers of the notices whose days it sets anew), days [{day | from, through; kind work, off, statutory, normal; holiday}]. Loading the same notice again does nothing. preview_notice() shows beforehand what it would do. JC002 unknown calendar, JC006 other content under a known number, JC007 the caller may not, JC010 anything wrong in the notice; then nothing changes.';

create function jiancha._notice_day_statement(orgs text[], caller name) returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set datestyle = 'ISO, YMD'
as $$
declare
	notice record;
begin
	if orgs is not null then
		perform jiancha._raise_calendar('not_allowed', caller::text);
	end if;
	for notice in
		select r.notice_no,
			case
				when count(distinct r.issuer) > 1 then 'issuer'
				when count(distinct r.issued_on) > 1 then 'issued_on'
				when count(distinct r.title) > 1 then 'title'
				when count(distinct r.published_through) > 1 then 'published_through'
				when count(distinct r.revises) > 1 then 'revises'
			end as differs,
			jsonb_strip_nulls(jsonb_build_object('notice_no', r.notice_no, 'calendar', r.calendar_code, 'issuer', max(r.issuer),
				'issued_on', max(r.issued_on), 'title', max(r.title), 'published_through', max(r.published_through), 'revises', max(r.revises),
				'days', jsonb_agg(jsonb_build_object('day', r.day, 'kind', r.kind, 'holiday', r.holiday) order by r.no)
					filter (where num_nonnulls(r.day, r.kind, r.holiday) > 0))) as content
		from (
			select b.ordinality as no, coalesce(b.calendar_code, c.calendar_code) as calendar_code, b.notice_no, b.issuer,
				b.issued_on, b.title, b.published_through, b.revises, b.day, b.kind, b.holiday
			from rows from (jiancha._buffered() as (calendar_code text, notice_no text, issuer text, issued_on date, title text,
				published_through date, revises text[], day date, kind text, holiday text)) with ordinality b
			left join jiancha.calendar as c on c.is_default
		) as r
		group by r.calendar_code, r.notice_no
		order by min(r.no)
	loop
		if notice.differs is not null then
			perform jiancha._raise_calendar('rows_differ', notice.notice_no, notice.differs);
		end if;
		perform jiancha.load_notice(notice.content);
	end loop;
end
$$;
comment on function jiancha._notice_day_statement(text[], name) is
'Handles the rows of a statement on notice_day: puts them together by calendar and number and loads one notice after the other, in the order in which they came.';

create function jiancha._load_calendars() returns void
language plpgsql volatile parallel unsafe set search_path = pg_catalog, pg_temp set datestyle = 'ISO, YMD'
as $$
begin
	insert into jiancha.calendar (calendar_code, name, time_zone, version, is_default)
	values ('CN', '全国', 'Asia/Shanghai', 1, not exists (select from jiancha.calendar as c where c.is_default))
	on conflict (calendar_code) do nothing;
	if exists (select from jiancha.calendar_version as v where v.calendar_code = 'CN') then
		return;
	end if;

	insert into jiancha.calendar_notice (calendar_code, notice_no, issuer, issued_on, title, revises)
	select 'CN', n.notice_no, n.issuer, n.issued_on, n.title,
		array(
			select distinct earlier.notice_no
			from jiancha._calendar_days('CN') as d
			join jiancha._calendar_days('CN') as earlier on earlier.day = d.day
			join jiancha._calendar_notices() as e on e.notice_no = earlier.notice_no
			where d.notice_no = n.notice_no and e.no < n.no
		)
	from jiancha._calendar_notices() as n
	order by n.no;

	-- the horizon that a notice sets is the end of the year its title names; one that revises a year leaves it
	insert into jiancha.calendar_version (calendar_code, version, notice_no, published_from, published_through,
		weekly_rest, changed, issued_on)
	select 'CN', n.no, n.notice_no, '2004-01-01', n.through, '{6,7}',
		coalesce(range_agg(daterange(d.day, d.day, '[]')), '{}')
			+ datemultirange(daterange(coalesce(n.was_through, '2003-12-31'), n.through, '(]')),
		n.issued_on
	from (
		select m.*, max(m.year_end) over (order by m.no) as through,
			max(m.year_end) over (order by m.no rows between unbounded preceding and 1 preceding) as was_through
		from jiancha._calendar_notices() as m
	) as n
	left join jiancha._calendar_days('CN') as d on d.notice_no = n.notice_no
	group by n.no, n.notice_no, n.through, n.was_through, n.issued_on;
	insert into jiancha.calendar_day (calendar_code, day, version, kind, holiday, notice_no)
	select 'CN', d.day, n.no, d.kind, d.holiday, d.notice_no
	from jiancha._calendar_days('CN') as d
	join jiancha._calendar_notices() as n on n.notice_no = d.notice_no;
	update jiancha.calendar as c
	set version = (select max(v.version) from jiancha.calendar_version as v where v.calendar_code = 'CN')
	where c.calendar_code = 'CN';
end
$$;
comment on function jiancha._load_calendars() is
'Fills the national calendar CN from the data shipped with the extension, one version a notice in order of issue, so that the answer as known at an earlier notice is kept. Does nothing if it is there. Called by setup().';

create function jiancha._calendar_notices(out no integer, out notice_no text, out issuer text, out issued_on date,
	out title text, out year_end date) returns setof record
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
as $$
	select (row_number() over (order by t.line))::integer, split_part(t.row, ',', 1), split_part(t.row, ',', 2),
		nullif(split_part(t.row, ',', 3), '')::date, split_part(t.row, ',', 4),
		make_date(substring(split_part(t.row, ',', 4) from '于(\d{4})年部分节假日安排')::integer, 12, 31)
	from string_to_table(jiancha._calendar_text('notices'), E'\n') with ordinality as t (row, line)
	where t.line > 1 and t.row <> ''
$$;
comment on function jiancha._calendar_notices() is
'Notices shipped with the extension in order of issue; year_end is the end of the year that a yearly notice arranges.';

create function jiancha._calendar_days(part text, out day date, out kind text, out holiday text, out notice_no text)
	returns setof record
language sql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $$
	select split_part(t.row, ',', 1)::date, split_part(t.row, ',', 2), split_part(t.row, ',', 3), split_part(t.row, ',', 4)
	from string_to_table(jiancha._calendar_text(part), E'\n') with ordinality as t (row, line)
	where t.line > 1 and t.row <> ''
$$;
comment on function jiancha._calendar_days(text) is
'Days shipped with the extension for a calendar, each with the notice that set it.';
