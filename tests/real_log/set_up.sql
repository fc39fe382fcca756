-- A calendar of its own (Monday to Friday, no holidays, Amsterdam) and a limit of 56 natural days that does not roll.
create extension jiancha;
select jiancha.setup('410700', 'xinxiang') \g /dev/null
select jiancha.create_calendar('NL-PERMIT', 'Amsterdam, Monday to Friday, no holidays', time_zone => 'Europe/Amsterdam',
                               published_from => '2010-01-01', published_through => '2013-12-31') \g /dev/null
insert into jiancha.org (org_code, name) values ('permits', 'Permits of a Dutch municipality');
insert into jiancha.staff (staff_code, org_code, name, post)
    select staff_code, 'permits', staff_code, 'handler' from (select staff_code from fact_step group by staff_code) resource;
insert into jiancha.matter (matter_code, org_code, name, promised_limit, promised_unit, statutory_limit, statutory_unit, calendar_code, roll)
    values ('permit', 'permits', 'Environmental permit', 56, 'day', 56, 'day', 'NL-PERMIT', 'none');
