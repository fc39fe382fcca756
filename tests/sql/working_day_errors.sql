-- What cannot be answered: message, detail and hint of each.
\set SHOW_CONTEXT never
set client_min_messages = warning;
set datestyle = 'ISO, YMD';
create extension jiancha;
-- before setup()
select jiancha.add_working_days('2025-01-01', 1);
select count(*) > 0 as set_up from jiancha.setup('410700', 'xinxiang');

-- past the horizon (A13): never a guess
select jiancha.add_working_days('2026-12-15', 20);
select jiancha.add_working_days('2026-12-31', 1);
select jiancha.add_working_days('2027-02-01', -5);
select jiancha.is_working_day('2027-01-01');
select jiancha.working_days_between('2026-12-01', '2027-01-05');
select jiancha.roll_forward('2027-01-02');
select jiancha.roll_back('2027-01-02');
select * from jiancha.generate_working_days('2026-12-25', '2027-01-05');
select jiancha.working_days_of_month('2027-01-15');
select jiancha.deadline('2026-12-30', 10, 'day');
select jiancha.deadline('2026-12-15', 20, pauses => '{(2026-12-20,2027-01-10]}');

-- exactly at it: known
select jiancha.add_working_days('2026-12-30', 1), jiancha.add_working_days('2027-01-01', -1), jiancha.deadline('2026-12-30', 10, 'day', roll => 'none');

-- before the first day
select jiancha.add_working_days('2004-01-05', -20);
select jiancha.add_working_days('2003-12-31', 1);
select jiancha.add_working_days('2003-12-30', 1);

-- outside of the dates
select jiancha.add_working_days('2025-01-01', 2147483647);
select jiancha.add_working_days('2025-01-01', -2147483648);
select jiancha.working_days_between('2025-01-01', 'infinity');
select * from jiancha.generate_working_days('2025-01-01', 'infinity');
select jiancha.deadline('2025-01-01', 2147483647, 'year');

-- wrong words and numbers
select jiancha.add_working_days('2025-01-01', 1, 'XX');
select jiancha.add_working_days('2025-01-01', 1, '');
select jiancha.add_working_days('2025-01-01', 1, repeat('长', 40));
select jiancha.deadline('2025-01-01', -5);
select jiancha.deadline('2025-01-01', 5, 'fortnight');
select jiancha.deadline('2025-01-01', 5, 'working_hour');
select jiancha.deadline('2025-01-01', 5, 'day', roll => 'forward');
select jiancha.deadline('2025-01-01', 5, pauses => '{(2025-03-14,2025-03-12]}');
select jiancha._clock_due('2025-01-01', 5, 'day', '{}', '{2025-01-02}', '{}', 'CN', 26, null);
select jiancha._clock_due('2025-01-01', 5, 'day', '{}', '{2025-01-02}', '{-3}', 'CN', 26, null);
select jiancha._clock_due('2025-01-01', 5, 'day', '{}', null, null, 'CN', 99, null);
select jiancha._threshold('2025-01-09', '2025-01-10 00:00+08', null, 2, 'working_day', 'after', 'CN', 26);
